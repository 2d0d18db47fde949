"""A visitor without a browser; speaks HTTP and WebSocket alone."""
