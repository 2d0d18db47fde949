/**
 * Bundles the JavaScript of a page with esbuild: PyScript's core, the page's
 * half and the loader, each into one file whose name carries its content's
 * hash (the loader's excepted: customers know it by name).
 *
 * Usage: node tools/bundle.mjs OUTPUT_FOLDER CONFIG_JSON
 *
 * CONFIG is what the page's half starts the worker with; it learns the name of
 * PyScript's bundle here, and the loader learns the page half's.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const [, , output, config] = process.argv;
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const target = "es2022";

/**
 * Modules of PyScript that a worker of ours never reaches, each with what
 * stands in for it. The build fails where one is no longer found.
 */
const LEFT_OUT = {
	// PyScript's plug-ins: editors, terminals, and an error box on the host's page.
	"core/src/plugins.js": "export default {};",
	"core/src/plugins/codemirror.js": "export default {};",
	"core/src/plugins/donkey.js": "export default () => {};",
	// The Python package `pyscript`: it needs the page's window, which a worker
	// without SharedArrayBuffer does not have. `polyscript` is there instead.
	"core/src/stdlib.js": "export const stdlib = '', optional = '';",
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
 * Edits of the module that starts PyScript's worker: its text is made anew with
 * what is left out above, and its address passes through the one policy that a
 * page with Trusted Types has to allow. The build fails where one finds nothing.
 */
const WORKER_EDITS = {
	"the worker's text": {
		find: /'\/\*@\*\/'\+"(?:[^"\\]|\\.)*"\.replace\(re,place\)/,
		put: (/** @type {string} */ text) => JSON.stringify(text),
	},
	"the worker's address": {
		find: /new Worker\(URL\.createObjectURL\((.*)\), \.\.\.args\)/s,
		put: (/** @type {string} */ _, /** @type {string} */ blob) =>
			`new Worker(trusted(URL.createObjectURL(${blob})), ...args)`,
	},
	"the policy": {
		find: /^/,
		put: () =>
			`let policy; try { policy = globalThis.trustedTypes?.createPolicy("tagalong", { createScriptURL: (url) => url }); } catch {}
const trusted = (url) => policy ? policy.createScriptURL(url) : url;
`,
	},
};

/**
 * @param {string} module the text of polyscript's esm/worker/xworker.js
 * @param {string} text the worker's own text
 * @returns {string}
 */
const editWorker = (module, text) =>
	Object.entries(WORKER_EDITS).reduce((edited, [name, { find, put }]) => {
		if (!find.test(edited)) throw new Error(`not found in PyScript: ${name}`);
		return edited.replace(find, (...groups) => put(text, groups[1]));
	}, module);

const notFound = new Set(Object.keys(LEFT_OUT));
/** @type {import("esbuild").Plugin} */
const leaveOut = {
	name: "leave-out",
	setup(building) {
		building.onLoad({ filter: /\.js$/ }, ({ path }) => {
			const found = Object.entries(LEFT_OUT).find(([end]) => path.endsWith(`/${end}`));
			if (!found) return undefined;
			notFound.delete(found[0]);
			return { contents: found[1] };
		});
	},
};

/**
 * @param {string} entry
 * @param {import("esbuild").BuildOptions} options
 * @returns {Promise<Uint8Array>}
 */
const bundle = async (entry, options) => {
	const { outputFiles = [] } = await build({
		entryPoints: [entry],
		bundle: true,
		minify: true,
		legalComments: "none",
		target,
		write: false,
		...options,
	});
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

const worker = await bundle("node_modules/polyscript/esm/worker/_template.js", {
	format: "esm",
	plugins: [leaveOut],
});
/** @type {import("esbuild").Plugin} */
const ownWorker = {
	name: "own-worker",
	setup(building) {
		building.onLoad({ filter: /esm\/worker\/xworker\.js$/ }, ({ path }) => ({
			contents: editWorker(readFileSync(path, "utf8"), Buffer.from(worker).toString()),
		}));
	},
};
const pyscript = keep(
	"pyscript",
	await bundle("node_modules/@pyscript/core/src/core.js", {
		format: "esm",
		plugins: [ownWorker, leaveOut],
	}),
);
if (notFound.size) throw new Error(`not found in PyScript: ${[...notFound].join(", ")}`);
const page = keep(
	"page",
	await bundle("static/page/index.js", {
		format: "esm",
		loader: { ".css": "text" },
		define: {
			RUNTIME: JSON.stringify({ ...JSON.parse(config), pyscript }),
			VERSION: JSON.stringify(version),
		},
	}),
);
writeFileSync(
	join(output, "tagalong.js"),
	await bundle("static/tagalong.js", {
		format: "iife",
		define: { PAGE: JSON.stringify(page), VERSION: JSON.stringify(version) },
	}),
);
