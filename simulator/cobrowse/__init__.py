"""CoBrowse: the invitations, the taglet's door, and the relay of a shared page."""
