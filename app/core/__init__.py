"""What Tagalong decides. Pure Python: no JavaScript, no clock, no input, no output.

`Engine.handle(event, now)` takes what happened and returns what to do. Start
reading at `engine`; the two vocabularies are `events` and `effects`.
"""
