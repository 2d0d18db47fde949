"""The same app on the page's own thread: what `<script type="py">` runs by default."""

import sys
from types import SimpleNamespace

import js

js.stockBegan = js.performance.now()
# A worker is given its channel to the page; here the page lays one out.
sys.modules["polyscript"] = SimpleNamespace(xworker=SimpleNamespace(sync=js.stockSync))

import app.main  # noqa: E402

js.stockImported = js.performance.now()
app.main.receive(js.stockStarted)
