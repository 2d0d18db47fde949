"""Helpers of the tests: nothing in here is collected."""
