"""The engine on an event loop whose time can be hurried, and a visitor's page in Python around it.

The simulator runs on the same loop, so that both have one time: `hurried` is
the loop, `worker` and `ports` are what the browser's worker is, `page`, `tag`
and `visit` what its page is, `visitor` is the person, and `stage` puts all
together.
"""
