"""`python -m tests.measure.load`: many consumers at once, each invited, all delivered (R5)."""
