/**
 * Runs the app once in Pyodide, from main.py to an answered invitation, and
 * writes which modules that took, with all that they can reach (`reach.py`), into
 * FOLDER/reach.json, and the code that dataclasses made: the app's own into
 * FOLDER/app.marshal, all other into FOLDER/generated.marshal.
 *
 * Usage: node tools/trace.mjs FOLDER APP_FOLDER FRAME SOURCES_FOLDER...
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadPyodide } from "pyodide";

const [, , folder, app, frame, ...sources] = process.argv;

/** As much of a browser as one request through urllib takes, which it refuses. */
class Refused {
	status = 404;
	response = "";
	responseText = "";
	open() {}
	setRequestHeader() {}
	overrideMimeType() {}
	getAllResponseHeaders() {
		return "content-type: text/plain\r\n";
	}
	send() {}
}
Object.assign(globalThis, { crossOriginIsolated: false, XMLHttpRequest: Refused });
const pyodide = await loadPyodide();
/** @type {any} what PyScript gives a worker */
const sync = { perform: () => Promise.resolve() };
pyodide.registerJsModule("polyscript", { xworker: { sync } });
for (const [index, tree] of [app, ...sources].entries()) {
	const target = index === 0 ? "/home/pyodide/app" : `/sources/${index}`;
	pyodide.FS.mkdirTree(target);
	pyodide.mountNodeFS(target, tree);
}
// Unpacked by the worker itself, and not by Pyodide: what that takes is not shipped.
const wheels = sources
	.map((_, index) => `/sources/${index + 1}`)
	.filter((_, index) => /\.whl$/.test(sources[index] ?? ""));
pyodide.globals.set("wheels", pyodide.toPy(wheels));
pyodide.FS.mkdirTree("/tools");
pyodide.mountNodeFS("/tools", import.meta.dirname);
pyodide.runPython(`
import builtins, dataclasses, os, sys

sys.path += wheels
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
sys.dont_write_bytecode = True
generated = {"app": set(), "generated": set()}


def collect(source, names, result):
    ours = names["__name__"].partition(".")[0] == "app"
    generated["app" if ours else "generated"].add(source)
    builtins.exec(source, names, result)


dataclasses.exec = collect
# Imported by Pyodide itself, before anything could be collected.
import _colorize, importlib

importlib.reload(_colorize)
`);
const main = readFileSync(join(app, "main.py"), "utf8");
pyodide.runPython(main);
sync.feed(JSON.stringify({ kind: "started", configured: { account: "1", auth: "signup" } }));
pyodide.runPython(main);

const invited = JSON.parse(readFileSync(frame, "utf8"));
const [change] = invited.body.changes;
const { dialogId } = change.result.conversationDetails.dialogs.at(-1);
const about = { dialogId, trusted: true, visibleMs: 1000 };
for (const event of [
	{ kind: "started", configured: { account: "1", transport: "host", debug: true }, languages: ["en"] },
	{ kind: "frameFed", text: JSON.stringify(invited) },
	{ kind: "frameFed", text: "not JSON" },
	{ kind: "tagObserved", canPublish: true, ssid: "s", svid: "v" },
	{ kind: "published", dialogId, name: "cobrowseOffered", heard: false },
	{ kind: "pressed", action: "accept", ...about },
	{ kind: "decided", dialogId, outcome: "accepted", won: true },
	{ kind: "nonsense" },
]) {
	sync.feed(JSON.stringify(event));
}
pyodide.globals.set("folders", pyodide.toPy(sources.map((_, index) => `/sources/${index + 1}`)));
const text = pyodide.runPython(`
import json, sys

try:
    raise ValueError("what an unexpected error takes to be shown")
except ValueError:
    import traceback
    traceback.format_exc()
traced = [name for name in sys.modules if name != "__main__"]
import importlib.util

found = importlib.util.spec_from_file_location("reach", "/tools/reach.py")
reach = importlib.util.module_from_spec(found)
found.loader.exec_module(reach)
kept, missing = reach.reachable([*folders, "/home/pyodide"], traced)
# The interpreter has these in itself, and never looks for their files.
frozen = {name for name in kept if getattr(getattr(sys.modules.get(name), "__spec__", None), "origin", None) == "frozen"}
kept = [name for name in kept if name not in frozen]
json.dumps({"kept": kept, "missing": missing, "traced": traced})
`);
writeFileSync(join(folder, "reach.json"), text);
const codesOf = pyodide.runPython(`
import marshal


def bare(code):
    """Without the places in a source that nobody has."""
    inner = tuple(bare(one) if hasattr(one, "co_code") else one for one in code.co_consts)
    return code.replace(co_consts=inner, co_linetable=b"")


def codes_of(owner):
    sources = generated[owner] - (generated["generated"] if owner == "app" else set())
    codes = {source: bare(compile(source, "<string>", "exec")) for source in sorted(sources)}
    # Later versions write how often an object is used just now: other bytes each time.
    return marshal.dumps(codes, 2)


codes_of
`);
for (const owner of ["app", "generated"]) {
	writeFileSync(join(folder, `${owner}.marshal`), codesOf(owner).toJs());
}
process.exit(0);
