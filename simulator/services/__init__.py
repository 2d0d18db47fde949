"""LivePerson's plain HTTP: discovery, connectors, identity and tokens."""
