/**
 * Starts Python from a memory snapshot: instead of importing modules, what they leave in memory
 * is copied to where it was. The functions' addresses lie in it, so the table has to be laid
 * out as it was; where it is not, or anything else is odd, this rejects.
 */
import { placeLibrary } from "./library.js";
import { ENVIRONMENT, put } from "./modules.js";
import { unzip } from "./unzip.js";

export const MAGIC = 0x676c6754;
const PREAMBLE = 8;
const NOTHING = new Uint8Array();
/**
 * What Pyodide takes for the standard library, which is in memory. It would tell the page's
 * console of a file that it cannot have. This one it has had already, but where the page pins
 * all: there it is fetched for that, and is small.
 */
const ANY_FILE = "pyodide.mjs";
/** Random numbers of the build's are not to be those of every visitor. */
const ANEW = "import random; random.seed()";

/**
 * @typedef {import("./pyodide.js").Module} Module
 *
 * @typedef {object} Snapshot what the build says of one
 * @property {string} of what it was made of
 * @property {string} file its address
 * @property {string} rest the address of an archive of what is not in memory
 * @property {string} header Pyodide's own, as base64
 * @property {number} memory bytes
 * @property {number} table entries before anything is loaded
 *
 * @typedef {{runs: Uint32Array, blocks: Uint8Array}} Blocks addresses and lengths, and what stands there
 */

/**
 * @param {Uint8Array} file
 * @param {string} of what it has to be made of
 * @returns {Blocks} in which memory differs from that of an interpreter before Python begins
 */
export const readBlocks = (file, of) => {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	if (view.getUint32(0, true) !== MAGIC) throw new Error("no snapshot");
	let at = PREAMBLE;
	/** @param {number} length */
	const take = (length) => {
		const taken = file.subarray(at, at + length);
		if (taken.length !== length) throw new Error("a snapshot is not whole");
		at += length;
		return taken;
	};
	const head = JSON.parse(new TextDecoder().decode(take(view.getUint32(4, true))));
	if (head.of !== of) throw new Error("a snapshot of something else");
	const runs = new Uint32Array(take(head.runs).slice().buffer);
	return { runs, blocks: take(head.blocks) };
};

/**
 * @param {Module} module
 * @param {Blocks} blocks
 */
const lay = ({ HEAPU8 }, { runs, blocks }) => {
	let from = 0;
	for (let at = 0; at < runs.length; at += 2) {
		const [address = 0, length = 0] = runs.subarray(at, at + 2);
		HEAPU8.set(blocks.subarray(from, from + length), address);
		from += length;
	}
};

/**
 * @param {Module} module
 * @returns {number} where the address stands of what Python calls functions by, which is the engine's own
 */
const trampoline = (module) =>
	(module.__PyRuntime + (module.HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >>> 2] ?? 0)) >>> 2;

/**
 * @param {Module} module before anything is loaded into it
 * @returns {number} how many entries its table has, or would have: engines that do not know
 *   WebAssembly's garbage collection lack the one for the trampoline
 */
export const tableOf = (module) => module.wasmTable.length + (module.HEAP32[trampoline(module)] ? 0 : 1);

/**
 * Lays memory and table out as they were.
 *
 * @param {Module} module
 * @param {Pick<Snapshot, "memory" | "table">} snapshot
 */
export const layOut = (module, { memory, table }) => {
	if (memory > module.HEAPU8.length) module.growMemory(memory);
	if (tableOf(module) !== table) throw new Error("another layout of the table");
	if (module.wasmTable.length < table) module.wasmTable.grow(1);
};

/** @param {string} text */
const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/**
 * @param {import("./pyodide.js").LoadPyodide} loadPyodide
 * @param {import("./pyodide.js").Options} options
 * @param {import("./modules.js").Places} places
 * @param {Pick<import("./modules.js").Given, "glue" | "library">} given
 * @param {Snapshot} snapshot
 * @param {Promise<Uint8Array[]>} files its file, and the rest's
 */
export const startBySnapshot = async (loadPyodide, options, places, given, snapshot, files) => {
	const arrived = files.then(([file = NOTHING, rest = NOTHING]) => ({
		blocks: readBlocks(file, snapshot.of),
		rest: unzip(rest),
	}));
	arrived.catch(() => {}); // heeded below
	const pyodide = await loadPyodide({
		...options,
		env: ENVIRONMENT,
		args: [],
		lockFileContents: places.lock,
		stdLibURL: `${options.indexURL}/${ANY_FILE}`,
		_loadSnapshot: fromBase64(snapshot.header),
		createPyodideModule: async (settings) => {
			const ready = placeLibrary(settings, places.libraryPath, given.library, (module) =>
				layOut(module, snapshot),
			);
			const { default: create } = await given.glue;
			const making = create(settings);
			await ready;
			const module = await making;
			const { blocks, rest } = await arrived;
			const address = module.HEAP32[trampoline(module)] ?? 0;
			lay(module, blocks);
			module.HEAP32[trampoline(module)] = address;
			put(module.FS, "", rest);
			return module;
		},
	});
	pyodide.runPython(ANEW);
	return pyodide;
};
