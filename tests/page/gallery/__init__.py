"""The real banner in a real Chromium, with no Python booted there: a picture in no time."""
