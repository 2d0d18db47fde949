"""A stand-in for LivePerson that runs on your own machine.

Domain discovery, identity, the consumer's messaging API over WebSocket, a tag
with a CoBrowse taglet, an agent's console, and a control API for tests. It is
written from LivePerson's public documents and imports nothing of `app`, so
that a misunderstanding cannot hide by being shared.

`world` holds the state (`conversation`) and knows no network. Its doors are
`services` (discovery, the tag), `connectors`, `identity`, `consumer` with a
`session` a connection, `brand` for agents' own software, `cobrowse`, and
`control` with its `calls` and those `watching`. `behaviour` has every switch;
`health`, `shapes` and `delivery` do what most of them say. `server` puts all
together, `certificate` is for TLS. README.md is for those who use it.
"""
