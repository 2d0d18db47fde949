"""LivePerson's own words: its frames, its requests and its tag's payload."""
