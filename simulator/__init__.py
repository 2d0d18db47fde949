"""A stand-in for LivePerson that runs on your own machine.

Domain discovery, identity, the consumer's messaging API over WebSocket, a tag
with a CoBrowse taglet, an agent's console, and a control API for tests. It is
written from LivePerson's public documents and imports nothing of `app`, so
that a misunderstanding cannot hide by being shared.

A room is a folder. `state` is what LivePerson knows, without a network,
`switches` has every doubt, and `faults` what can go wrong, one small file
each: services and connections meet it, and have no faults of their own.
LivePerson's doors are `services` (discovery, identity, connectors),
`messaging` for consumers, `brand` for agents' own software, `cobrowse` and
`tag`; `record` keeps what passed there, and lets nothing secret out.

For testers there are `control`, the API that steers all this; `lab`, which
plays, watches and replays; `understudy`, a visitor without a browser; `pages`
for people; and `cli`. `scenarios` and `frames` are what is played. `app` puts
all together. README.md is for those who use it.
"""
