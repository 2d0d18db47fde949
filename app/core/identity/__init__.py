"""Who the visitor is to LivePerson: the ways to a token."""
