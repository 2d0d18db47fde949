/**
 * Puts the two modules of the interpreter into one script without imports, which leaves them at
 * `globalThis.tagalongInterpreter`. The bytes of what a worker imports cannot be compared by any
 * browser; those of a script that the page fetches, and puts into the worker's own text, can.
 *
 * Usage: node tools/whole.mjs FOLDER, where both modules are, and the script will be
 */
import { resolve } from "node:path";
import { build } from "esbuild";

const [, , folder = ""] = process.argv;
const MODULES = ["pyodide.mjs", "pyodide.asm.mjs"];

await build({
	// Wherever the folder is the bytes are the same: neither paths nor a project's options come in.
	absWorkingDir: resolve(folder),
	tsconfigRaw: "{}",
	stdin: {
		contents: `import { loadPyodide, version } from "./${MODULES[0]}";
import create from "./${MODULES[1]}";
globalThis.tagalongInterpreter = { loadPyodide, version, default: create };`,
		resolveDir: resolve(folder),
	},
	bundle: true,
	// Its names stay: code that a shared library brings is evaluated among them.
	minifyWhitespace: true,
	logLevel: "error",
	charset: "utf8",
	format: "iife",
	target: "es2022",
	// What only Node has, and what a page of ours never imports.
	external: ["node:*", "ws", "functools"],
	// The modules' own address, by which they find nothing here: each address is given to them.
	define: { "import.meta.url": "globalThis.location.href" },
	banner: {
		js: "/* Pyodide's pyodide.mjs and pyodide.asm.mjs in one, changed for Tagalong: see NOTICE.txt. */",
	},
	outfile: "interpreter.js",
});
