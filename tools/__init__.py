"""Builds `dist/`, the only thing that a page ever loads of Tagalong."""
