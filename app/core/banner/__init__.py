"""What the visitor reads."""
