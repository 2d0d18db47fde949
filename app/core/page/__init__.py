"""What crosses to the page and back: the events, the effects, and the settings."""
