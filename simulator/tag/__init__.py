"""The tag that a page loads, and what of it LivePerson's side knows."""
