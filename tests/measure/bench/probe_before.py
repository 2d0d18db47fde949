import js as _js

_marks = {"began": _js.performance.now()}
