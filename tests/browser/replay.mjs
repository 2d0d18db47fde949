/**
 * Replays tests/support/transcripts.py in the Pyodide that dist/ ships, with dist/'s own
 * precompiled app, and prints what came of it as JSON.
 *
 * Usage: node replay.mjs PROJECT START_JSON modules|snapshot
 *
 * START says where in dist/ everything is: see tools/build.py.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startByModules } from "../../static/worker/modules.js";
import { startBySnapshot } from "../../static/worker/snapshot.js";

const [, , project = "", text = "", by] = process.argv;
/** @type {import("../../static/worker/start.js").Start} */
const start = JSON.parse(text);
/** @param {string} path */
const at = (path) => join(project, "dist", path);
/** @param {string} path */
const read = async (path) => new Uint8Array(readFileSync(at(path)));
const folder = at(start.interpreter.replace(/[^/]*$/, ""));
const { loadPyodide } = await import(pathToFileURL(at(start.interpreter)).href);
const given = {
	glue: import(pathToFileURL(`${folder}pyodide.asm.mjs`).href),
	library: WebAssembly.compile(readFileSync(at(start.library))),
};
const snapshot = Promise.all([start.snapshot.file, start.snapshot.rest].map(read));
const options = { indexURL: folder };
const pyodide = await (by === "snapshot"
	? startBySnapshot(loadPyodide, options, start, given, start.snapshot, snapshot)
	: startByModules(loadPyodide, options, start, {
			...given,
			packages: read(start.packages),
			app: read(start.app),
		}));
for (const name of ["tools", "simulator/frames", "tests"]) {
	pyodide.FS.mkdirTree(`/project/${name}`);
	pyodide.mountNodeFS(`/project/${name}`, `${project}/${name}`);
}
const told = pyodide.runPython(`
import json, sys
was_there = "app.core.engine" in sys.modules
sys.dont_write_bytecode = True
sys.path.append("/project")
import app.core.engine
import platform, tarfile, app.core.banner.texts  # not in memory, and read once they are asked for
assert app.core.banner.texts.Texts(["de"], {})["visitor"] == "Gast"
from tests.support.transcripts import replay
json.dumps({"engine": app.core.engine.__file__, "restored": was_there, "told": replay()})
`);
// A pipe takes it in parts: leave once it has all.
process.stdout.write(String(told), () => process.exit(0));
