"""The connection to LivePerson: its phases, its retries, its renewals."""
