"""What passed, and how it is named, read and redacted."""
