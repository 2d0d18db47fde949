/**
 * Replays tests/support/transcripts.py in the Pyodide that dist/ ships, with dist/'s own
 * precompiled app, and prints what came of it as JSON.
 *
 * Usage: node replay.mjs PROJECT PYODIDE_FOLDER APP_ZIP
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , project, folder, app] = process.argv;
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const pyodide = await loadPyodide({ indexURL: `${folder}/`, packages: ["pydantic"] });
pyodide.unpackArchive(new Uint8Array(readFileSync(app)), "zip");
pyodide.FS.mkdirTree("/project/tests");
pyodide.FS.mkdirTree("/project/tools");
pyodide.mountNodeFS("/project/tools", `${project}/tools`);
pyodide.FS.mkdirTree("/project/simulator/frames");
pyodide.mountNodeFS("/project/simulator/frames", `${project}/simulator/frames`);
pyodide.mountNodeFS("/project/tests", `${project}/tests`);
const text = pyodide.runPython(`
import json, sys
sys.dont_write_bytecode = True
sys.path.append("/project")
import app.core.engine
from tests.support.transcripts import replay
json.dumps({"engine": app.core.engine.__file__, "told": replay()})
`);
// A pipe takes it in parts: leave once it has all.
process.stdout.write(text, () => process.exit(0));
