"""What Tagalong decides. Pure Python: no JavaScript, no clock, no input, no output.

`Engine.handle(event, now)` takes what happened and returns what to do. Start
reading at `engine` and `visit`. A room is a folder: `page` is what crosses to
the page and back (events, effects, settings), `liveperson` has LivePerson's own
words, `identity` the ways to a token, `connection` the socket's phases and
tries, `invitation` the way of each invitation, `banner` what the visitor reads.
"""
