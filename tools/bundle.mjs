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
};

/** @type {import("esbuild").Plugin} */
const leaveOut = {
	name: "leave-out",
	setup(building) {
		const missing = new Set(Object.keys(LEFT_OUT));
		building.onLoad({ filter: /\.js$/ }, ({ path }) => {
			const found = Object.entries(LEFT_OUT).find(([end]) => path.endsWith(`/${end}`));
			if (!found) return undefined;
			missing.delete(found[0]);
			return { contents: found[1] };
		});
		building.onEnd(() => {
			if (missing.size) {
				return { errors: [{ text: `not found in PyScript: ${[...missing].join(", ")}` }] };
			}
			return undefined;
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

const pyscript = keep(
	"pyscript",
	await bundle("node_modules/@pyscript/core/src/core.js", {
		format: "esm",
		plugins: [leaveOut],
	}),
);
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
