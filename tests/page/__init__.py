"""The page's half in a real browser, without Python."""
