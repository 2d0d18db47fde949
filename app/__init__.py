"""Tagalong's Python: what runs in a worker beside the visitor's page.

`main` composes, `session` is the shell that feeds events to the engine and
performs its effects, `core` decides, `browser` is the only package that knows
JavaScript, and `ports` says what the shell needs of it. The page's own half is
JavaScript (`static/page`); between the two only JSON text crosses.

An arrow points at what may be imported: `core ← session, ports ← browser ←
main`. `core` imports the standard library and pydantic, and nothing that does
input or output, knows the time or could log a token; so all of it runs in
CPython, without a browser. A test walks the imports and holds the rule.
"""
