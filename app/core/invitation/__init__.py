"""Invitations: which there are, and the way of each from offer to end."""
