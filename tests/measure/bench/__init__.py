"""`make bench`: the budgets, measured side by side in one run.

Nothing is asserted here: a figure is printed beside its budget. What is
compared: Tagalong as it is released; "stock", the same Python on the page's own
thread with the npm and PyPI files as they come; and `reference.js`, the client
that a site would write by hand.
"""
