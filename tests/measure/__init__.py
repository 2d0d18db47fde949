"""Programs that measure and soak; no tests."""
