/**
 * Takes out of the interpreter what nobody calls: each function that it exports costs
 * an object of JavaScript and an entry of the table at every start, and most are for
 * libraries that are not shipped here.
 *
 * Usage: node tools/trim.mjs FOLDER GLUE.mjs INTERPRETER.wasm LIBRARY.so...
 *
 * Writes both under their own names into FOLDER. Kept is what the glue names anywhere,
 * and what a shipped library imports; where one of these is not there, the build fails.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import binaryen from "binaryen";

const [, , folder, glueFile, wasmFile, ...libraries] = process.argv;
const glue = readFileSync(glueFile, "utf8");
const wasm = readFileSync(wasmFile);

// Used by ours, through the glue's object: see static/worker/.
const OURS = ["sbrk", "malloc", "free"];
// The newest are written in ways that browsers refuse.
const { Features } = binaryen;
const FEATURES =
	Features.MutableGlobals |
	Features.NontrappingFPToInt |
	Features.SIMD128 |
	Features.BulkMemory |
	Features.BulkMemoryOpt |
	Features.SignExt |
	Features.ExceptionHandling |
	Features.ReferenceTypes |
	Features.Multivalue;

const NOTICE =
	"/* Changed for Tagalong: exports that nothing uses are taken out. Pyodide is licensed under the MPL 2.0; its source: https://github.com/pyodide/pyodide */\n";

/** Where the glue gives each export its name: `_name=Module["_name"]=wasmExports["name"];` */
const assigned = /function assignWasmExports\(wasmExports\)\{[^}]*\}/.exec(glue);
if (!assigned) throw new Error("not found in Pyodide's glue: assignWasmExports");
const declaredAt = glue.lastIndexOf("var ", assigned.index);
const before = glue.slice(0, declaredAt);
const declared = glue.slice(declaredAt, assigned.index);
const after = glue.slice(assigned.index + assigned[0].length);
const words = new Set(`${before};${after}`.match(/[A-Za-z_$][\w$]*/g));

const compiled = await WebAssembly.compile(wasm);
const exported = WebAssembly.Module.exports(compiled);
const functions = exported.filter(({ kind }) => kind === "function").map(({ name }) => name);
const known = new Set(exported.map(({ name }) => name));

/** @type {Set<string>} */
const needed = new Set(OURS);
for (const file of libraries) {
	const library = await WebAssembly.compile(readFileSync(file));
	const own = new Set(WebAssembly.Module.exports(library).map(({ name }) => name));
	for (const { module, name } of WebAssembly.Module.imports(library)) {
		if (!["env", "GOT.func", "GOT.mem"].includes(module)) continue;
		if (known.has(name)) needed.add(name);
		// The rest is the glue's own, the library's, or what every library is given.
		else if (
			!words.has(name) &&
			!own.has(name) &&
			!/^__(indirect_function_table|stack_pointer|memory_base|table_base)$/.test(name)
		)
			throw new Error(`${basename(file)} imports what the interpreter has not: ${name}`);
	}
}
for (const name of OURS) if (!known.has(name)) throw new Error(`the interpreter has no ${name}`);

const removed = new Set(
	functions.filter((name) => !needed.has(name) && !words.has(name) && !words.has(`_${name}`)),
);
const module = binaryen.readBinary(wasm);
module.setFeatures(FEATURES);
for (const name of removed) module.removeExport(name);
module.runPasses(["remove-unused-module-elements"]);
const trimmed = Buffer.from(module.emitBinary());
if (!WebAssembly.validate(trimmed)) throw new Error("the trimmed interpreter is not valid");

const gone = new Set([...removed].map((name) => `_${name}`));
const kept = assigned[0].replace(/(\w+)=(?:Module\["\1"\]=)?wasmExports\["(\w+)"\];/g, (whole, _, name) =>
	removed.has(name) ? "" : whole,
);
const names = declared.replace(/(?<=[ ,])\w+,/g, (one) => (gone.has(one.slice(0, -1)) ? "" : one));
writeFileSync(join(folder, basename(wasmFile)), trimmed);
writeFileSync(join(folder, basename(glueFile)), `${NOTICE}${before}${names}${kept}${after}`);
console.log(`${functions.length} functions were exported, ${removed.size} are no longer`);
