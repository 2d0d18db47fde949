"""The long figures of reliability, R1, R2, R4 and R5: `python -m tests.measure.soak`."""
