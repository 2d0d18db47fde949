"""Playing, watching, recording and replaying sessions."""
