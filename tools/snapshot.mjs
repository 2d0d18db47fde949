/**
 * Takes a snapshot of Python's memory, once all that the app imports is imported. It uses
 * what is shipped, and the same code that restores it.
 *
 * Usage: node tools/snapshot.mjs FOLDER RUNTIME_FOLDER APP.zip GIVEN.json
 *
 * Writes `memory.bin` into FOLDER, and `snapshot.json`, which says how memory and table were
 * laid out and what was imported. The same input gives the same bytes.
 */
import crypto from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ENVIRONMENT, startByModules } from "../static/worker/modules.js";
import { MAGIC, tableOf } from "../static/worker/snapshot.js";

const [, , folder, runtime, app, given] = process.argv;
const { modules, of, ...places } = JSON.parse(readFileSync(given, "utf8"));
const BLOCK = 256;

// Nothing of this moment and of this machine may be in it.
const MOMENT_MS = 1_700_000_000_000;
process.env.TZ = "UTC";
// Python is told by the glue where the program lies that it runs in.
process.argv[1] = "/snapshot.mjs";
Date.now = () => MOMENT_MS;
performance.now = () => 1000;
/** @param {ArrayBufferView} view */
const fill = (view) => {
	new Uint8Array(view.buffer, view.byteOffset, view.byteLength).forEach((_, at, bytes) => {
		bytes[at] = (at * 151 + 89) % 251;
	});
	return view;
};
/** @type {any} */ (crypto).randomFillSync = fill;
/** @type {any} */ (globalThis.crypto).getRandomValues = fill;
// What the adapters look at when they are imported.
Object.assign(globalThis, { XMLHttpRequest: class {}, crossOriginIsolated: false });

/** @param {string} name */
const from = (name) => import(pathToFileURL(resolve(runtime, name)).href);
const { loadPyodide } = await from("pyodide.mjs");
const read = async (/** @type {string} */ file) => new Uint8Array(readFileSync(file));
let table = 0;
let fresh = new Uint8Array();
const pyodide = await startByModules(
	loadPyodide,
	{
		indexURL: `${resolve(runtime)}/`,
		args: [],
		env: { ...ENVIRONMENT, PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1", LANG: "C.UTF-8" },
		_makeSnapshot: true,
	},
	places,
	{
		glue: from("pyodide.asm.mjs"),
		library: WebAssembly.compile(readFileSync(join(runtime, places.library))),
		packages: read(join(runtime, places.packages)),
		app: read(app),
	},
	(module) => {
		table = tableOf(module);
		// Where the engine has no trampoline its slot stays free.
		if (module.wasmTable.length < table) module.wasmTable.grow(1);
	},
	(module) => {
		fresh = module.HEAPU8.slice();
	},
);
const { _module: Module } = pyodide;

/** Blanks what is free in the heap: takes it all without letting the heap grow, and gives it back. */
const blank = () => {
	pyodide.runPython(`
import gc, linecache, sys, zipimport

linecache.clearcache()
sys.path_importer_cache.clear()
zipimport._zip_directory_cache.clear()
gc.collect()
`);
	const end = Module._sbrk(0) >>> 0;
	const taken = [];
	for (let size = 1 << 20; size >= 16; size = size > 512 ? size >> 1 : size - 16) {
		for (;;) {
			const at = Module._malloc(size) >>> 0;
			taken.push(at);
			if (at + size > end) break;
			Module.HEAPU8.fill(0, at, at + size);
		}
	}
	for (const at of taken) Module._free(at);
};

/** @param {Uint8Array} memory */
const write = (memory) => {
	/** @type {[number, number][]} */
	const runs = [];
	const blocks = [];
	for (let at = 0; at < memory.length; at += BLOCK) {
		const block = memory.subarray(at, at + BLOCK);
		if (block.every((byte, k) => byte === (fresh[at + k] ?? 0))) continue;
		const last = runs.at(-1);
		if (last && last[0] + last[1] === at) last[1] += BLOCK;
		else runs.push([at, BLOCK]);
		blocks.push(block);
	}
	const places = Buffer.from(new Uint32Array(runs.flat()).buffer);
	const contents = Buffer.concat(blocks);
	const head = Buffer.from(JSON.stringify({ of, runs: places.length, blocks: contents.length }));
	const preamble = Buffer.from(new Uint32Array([MAGIC, head.length]).buffer);
	writeFileSync(join(folder, "memory.bin"), Buffer.concat([preamble, head, places, contents]));
};

pyodide.runPython(`import importlib\nfor name in ${JSON.stringify(modules)}: importlib.import_module(name)`);
blank();
const snapshot = pyodide.makeMemorySnapshot();
const memory = snapshot.subarray(snapshot.length - Module.HEAPU8.length);
write(memory);
const header = Buffer.from(snapshot.subarray(0, snapshot.length - memory.length)).toString("base64");
const imported = JSON.parse(
	/** @type {string} */ (
		pyodide.runPython(`
import json, sys
json.dumps(sorted(m.__file__ for m in list(sys.modules.values()) if getattr(m, "__file__", None)))
`)
	),
);
const made = { of, header, memory: memory.length, table, imported };
writeFileSync(join(folder, "snapshot.json"), JSON.stringify(made));
process.exit(0);
