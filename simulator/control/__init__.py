"""The control API of a tester, under /simulator/."""
