"""A stand-in for LivePerson that runs on your own machine.

Domain discovery, identity, the consumer's messaging API over WebSocket, a tag
with a CoBrowse taglet, an agent's console, and a control API for tests. It is
written from LivePerson's public documents and imports nothing of `app`, so
that a misunderstanding cannot hide by being shared.

`world` holds the state and knows no network; `services` (discovery, identity,
the tag), `consumer`, `cobrowse` and `control` are its doors; `server` puts them
together.
"""
