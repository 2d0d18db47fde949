/**
 * Bundles the JavaScript of a page with esbuild: the page's half, whose name
 * carries its content's hash, and the loader, which customers know by name.
 *
 * Usage: node tools/bundle.mjs OUTPUT_FOLDER INPUTS_FILE CONFIG_JSON
 *
 * CONFIG is what the page's half starts the worker with; the loader learns the
 * name of the page's half here. INPUTS_FILE is told which files came into which
 * bundle, and which of others' are changed: their licences follow from it.
 *
 * Of PyScript only what starts a worker is used, `polyscript/xworker`. The rest
 * runs on the page's thread and would change a guest's page: it patches
 * `addEventListener` and `attachShadow`, watches every change of the document,
 * defines elements, and shares itself with a PyScript of the host's.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { minify } from "terser";

const [, , output = "", inputsFile = "", config = ""] = process.argv;
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const target = "es2022";

/**
 * Modules of PyScript that a worker of ours never reaches, each with what
 * stands in for it. The build fails where one is no longer found.
 *
 * @type {Record<string, string>}
 */
const LEFT_OUT = {
	// What lets a worker hold the page's listeners back: it patches `addEventListener`.
	"reflected-ffi/src/utils/events.js": "export default () => {};",
	// The other interpreter, and what only configuration files as text need.
	"esm/interpreter/micropython.js": "export default { type: 'micropython' };",
	"esm/interpreter/pyodide_graph.js": "export default {};",
	"esm/3rd-party/toml.js": "export const parse = undefined;",
	"esm/3rd-party/zip.js": "export default {};",
	// What PyScript keeps in IndexedDB, on the host's origin: here in memory, so
	// that nothing stays behind, and a page whose storage is blocked works too.
	"idb-map/index.js": "export default class extends Map { constructor() { super(); } async close() {} }",
	"idb-map/sync.js":
		"export default class extends Map { constructor() { super(); } async sync() {} async close() {} }",
};

/**
 * Edits of PyScript's modules, each with its name, what it finds and what it puts
 * there. The build fails where one finds nothing.
 *
 * The module that starts the worker carries the worker's text, which is made anew
 * with what is left out above; the worker's address passes through the one policy
 * that a page with Trusted Types has to allow; the script is handed over as text,
 * because a fetch of it that fails would be an uncaught error of the page; the worker's text is
 * let go of once it runs; a message that is not PyScript's would be written to the console; an
 * interpreter that nobody named would come from a CDN; one that the page has pinned stands before
 * the worker's text; Python is started by `static/worker/start.js`; on a page that is isolated
 * from other origins each call of the worker's would block it until the page has answered; and a
 * channel to a service worker that there is not would stay open for as long as the page.
 *
 * @type {Record<string, Record<string, {find: RegExp, put: (part: string) => string}>>}
 */
const EDITS = {
	"esm/worker/xworker.js": {
		"the worker's text": {
			find: /'\/\*@\*\/'\+"(?:[^"\\]|\\.)*"\.replace\(re,place\)/,
			put: () => `...before, ${JSON.stringify(workerText)}`,
		},
		"what stands before it": {
			find: /export default \(\.\.\.args\)/,
			put: () => "export default (before, ...args)",
		},
		"the worker's address": {
			find: /new Worker\(URL\.createObjectURL\((.*)\), \.\.\.args\)/s,
			put: (blob) => `begun(URL.createObjectURL(${blob}), args)`,
		},
		"the policy": {
			find: /^/,
			put: () =>
				`let policy; try { policy = globalThis.trustedTypes?.createPolicy("tagalong", { createScriptURL: (url) => url }); } catch {}
const begun = (url, args) => {
	const worker = new Worker(policy ? policy.createScriptURL(url) : url, ...args);
	for (const name of ["message", "error"]) worker.addEventListener(name, () => URL.revokeObjectURL(url), { once: true });
	return worker;
};
`,
		},
	},
	"coincident/src/sabayon/index.js": {
		"the channel to a service worker": {
			find: /new BroadcastChannel\(BROADCAST_CHANNEL_UID\)/,
			put: () => "{}",
		},
	},
	"utils/src/shared-array-buffer.js": {
		"memory that both sides share": { find: /new SAB\(4, \{ maxByteLength: 8 \}\);/, put: () => "throw 0;" },
	},
	"esm/worker/class.js": {
		"the script's text": { find: /fetch\(url\)\s*\.text\(\)/, put: () => "Promise.resolve(url)" },
		"what stands before the worker's text": {
			find: /const worker = xworker\(\{/,
			put: () => "const { before } = options; delete options.before; const worker = xworker(before, {",
		},
	},
	"esm/worker/_template.js": {
		"what is done with messages": { find: /onmessage: console\.info/, put: () => "onmessage() {}" },
	},
	"esm/interpreters.js": {
		"the interpreter": {
			find: /import\(\/\* webpackIgnore: true \*\/url\)/,
			put: () => "interpreterOf(url)",
		},
		"the interpreter's import": {
			find: /^/,
			put: () => `import { interpreterOf } from ${JSON.stringify(resolve("static/worker/pinned.js"))};\n`,
		},
	},
	"esm/interpreter/pyodide.js": {
		"the interpreter's address": { find: /`https:\/\/cdn\.[^`]*`/, put: () => '""' },
		"the start": {
			find: /loadPyodide\(\{ stderr, stdout, \.\.\.options \}\)/,
			put: () => "startPython(loadPyodide, { stderr, stdout, ...options }, config.start)",
		},
		"the start's import": {
			find: /^/,
			put: () => `import { startPython } from ${JSON.stringify(resolve("static/worker/start.js"))};\n`,
		},
	},
};

/** Stands before the page's half, which has changed files of others in it; what import() becomes has its name. */
const NOTICE = `/* Tagalong ${version}. Has PyScript's polyscript in it, changed, and other packages: see THIRD-PARTY.txt. */
const Promise = window.Promise;`;

/** @param {string} path wherever the packages lie @returns {string} */
const inProject = (path) => path.replace(/^.*?(?=node_modules\/)/, "");

let workerText = "";
const notFound = new Set([...Object.keys(LEFT_OUT), ...Object.keys(EDITS)]);
/** By bundle the files of which something is in it. @type {Record<string, string[]>} */
const inputs = {};
/** Files of which nothing is left. @type {Set<string>} */
const leftOut = new Set();
/** @type {Set<string>} */
const changed = new Set();

/** @type {import("esbuild").Plugin} */
const adapted = {
	name: "adapted",
	setup(building) {
		building.onLoad({ filter: /\/node_modules\/.*\.js$/ }, ({ path }) => {
			const module = [...Object.keys(LEFT_OUT), ...Object.keys(EDITS)].find((end) =>
				path.endsWith(`/${end}`),
			);
			if (!module) return undefined;
			notFound.delete(module);
			if (module in LEFT_OUT) {
				leftOut.add(inProject(path));
				return { contents: LEFT_OUT[module] };
			}
			changed.add(inProject(path));
			let contents = readFileSync(path, "utf8");
			for (const [name, { find, put }] of Object.entries(EDITS[module] ?? {})) {
				if (!find.test(contents)) throw new Error(`not found in PyScript: ${name}`);
				contents = contents.replace(find, (_, part) => put(part));
			}
			return { contents };
		});
	},
};

/**
 * @param {string} name by which the bundle's inputs are listed
 * @param {string} entry
 * @param {import("esbuild").BuildOptions} options
 * @returns {Promise<Uint8Array>}
 */
const bundle = async (name, entry, options) => {
	const { outputFiles = [], metafile } = await build({
		entryPoints: [entry],
		bundle: true,
		minify: true,
		// Not every package has one: THIRD-PARTY.txt has all of them, whole.
		legalComments: "none",
		metafile: true,
		target,
		write: false,
		...options,
	});
	const taken = Object.values(metafile?.outputs ?? {}).flatMap((one) => Object.entries(one.inputs));
	inputs[name] = taken
		// A name in angle brackets is a value that is given below.
		.filter(([path, { bytesInOutput }]) => bytesInOutput && !path.startsWith("<"))
		.filter(([path]) => !leftOut.has(inProject(path)))
		.map(([path]) => inProject(path))
		.sort();
	const [file] = outputFiles;
	if (!file) throw new Error(`nothing came of ${entry}`);
	return file.contents;
};

/**
 * @param {string} name
 * @param {Uint8Array} contents
 * @returns {string} the hashed name
 */
const keep = (name, contents) => {
	const digest = createHash("sha256").update(contents).digest("hex").slice(0, 10);
	const hashed = `${name}-${digest}.js`;
	writeFileSync(join(output, hashed), contents);
	return hashed;
};

/** @param {string} name of a file that is kept */
const integrity = (name) =>
	`sha384-${createHash("sha384")
		.update(readFileSync(join(output, name)))
		.digest("base64")}`;

const telltale = await bundle("telltale", "static/worker/telltale.js", { format: "iife" });
workerText = Buffer.from(
	await bundle("worker", "node_modules/polyscript/esm/worker/_template.js", {
		format: "esm",
		plugins: [adapted],
		banner: { js: Buffer.from(telltale).toString() },
	}),
).toString();
const page = keep(
	"page",
	await bundle("page", "static/page/index.js", {
		format: "esm",
		inject: ["static/page/builtins.js"],
		banner: { js: NOTICE },
		loader: { ".css": "text" },
		plugins: [adapted],
		define: {
			RUNTIME: config,
			VERSION: JSON.stringify(version),
		},
	}),
);
if (notFound.size) throw new Error(`not found in PyScript: ${[...notFound].join(", ")}`);
const loader = await bundle("loader", "static/tagalong.js", {
	format: "iife",
	inject: ["static/loader/builtins.js"],
	// Browsers too old for the rest are told so by an event, not by a mistake in the page's console.
	target: "es2020",
	define: {
		PAGE: JSON.stringify(page),
		PAGE_INTEGRITY: JSON.stringify(integrity(page)),
		VERSION: JSON.stringify(version),
	},
});
// All that a page without a conversation loads: its last bytes are worth a second look.
const { code = "" } = await minify(Buffer.from(loader).toString(), {
	ecma: 2020,
	toplevel: true,
	compress: { passes: 5, unsafe_arrows: true, pure_getters: true, keep_fargs: false },
});
writeFileSync(join(output, "tagalong.js"), code);
const listed = { bundles: inputs, changed: [...changed].sort() };
writeFileSync(inputsFile, `${JSON.stringify(listed, null, "\t")}\n`);
