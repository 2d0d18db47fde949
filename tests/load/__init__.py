"""`python -m tests.load`: many consumers at once, an invitation each, all delivered (R5)."""
