"""A stand-in for LivePerson that runs on your own machine.

Domain discovery, identity, the consumer's messaging API over WebSocket, a tag
with a CoBrowse taglet, an agent's console, and a control API for tests. It is
written from LivePerson's public documents and imports nothing of `app`, so
that a misunderstanding cannot hide by being shared.

`world` holds the state (`conversation`) and knows no network. Its doors are
`services` (discovery, the tag), `connectors`, `identity`, `consumer` with a
`session` a connection, `brand` for agents' own software, `cobrowse`, and
`control` with its `calls` and `state_watchers`. `behaviour` has every switch;
`health`, `shapes` and `delivery` do what most of them say. Where people play
both sides, `sharing` relays a shared page to the console and `acts` of the
agent's back to it, and `visits` knows which page a visitor is on. `server` puts
all together, `certificate` is for TLS. README.md is for those who use it.

For testers there are the `timeline` of all that passes, filled by `session` and
by the pages' `witness`, with `contract` checking what pages publish;
`scenarios`, performed by `play`, with a `scripted` visitor where there is no
browser; and the `workbench`, which also keeps sessions (`recorded`) and brings
them back (`replay`). What leaves goes through `redaction`.
"""
