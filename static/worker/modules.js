/** Starts Python from its modules: what a first page of a visit does, and every page that has no snapshot. */
import { placeLibrary } from "./library.js";
import { unzip } from "./unzip.js";

/**
 * @typedef {import("./pyodide.js").Module} Module
 * @typedef {object} Given what comes from elsewhere, all of it on its way
 * @property {Promise<import("./pyodide.js").Glue>} glue
 * @property {Promise<WebAssembly.Module>} library compiled
 * @property {Promise<Uint8Array>} packages an archive of what is beside the standard library
 * @property {Promise<Uint8Array>} app an archive
 *
 * @typedef {object} Places
 * @property {object} lock Pyodide's lock file, without packages
 * @property {string} libraryPath where Python looks for the library
 */

const HOME = "/home/pyodide";
/** Pydantic looks through every package for plug-ins otherwise. */
export const ENVIRONMENT = { HOME, PYDANTIC_DISABLE_PLUGINS: "__all__" };
/** What Python finds of the library in its file system: it is loaded already. */
const EMPTY = new Uint8Array(8);

/**
 * @param {import("./pyodide.js").FileSystem} FS
 * @param {string} folder
 * @param {ReturnType<typeof unzip>} files
 */
export const put = (FS, folder, files) => {
	const made = new Set();
	for (const { name, bytes } of files) {
		const path = `${folder}/${name}`;
		const parent = path.slice(0, path.lastIndexOf("/"));
		if (!made.has(parent)) FS.mkdirTree(parent);
		made.add(parent);
		FS.writeFile(path, bytes, { canOwn: true });
	}
};

/**
 * @param {import("./pyodide.js").LoadPyodide} loadPyodide
 * @param {import("./pyodide.js").Options} options
 * @param {Places} places
 * @param {Given} given
 * @param {(module: Module) => void} [before] called before anything has its place in memory
 * @param {(module: Module) => void} [begins] called when all has its place and Python is about to begin
 */
export const startByModules = (loadPyodide, options, places, given, before, begins) =>
	loadPyodide({
		env: ENVIRONMENT,
		...options,
		lockFileContents: places.lock,
		createPyodideModule: async (settings) => {
			const ready = placeLibrary(settings, places.libraryPath, given.library, before);
			settings.onRuntimeInitialized = () =>
				begins?.(/** @type {Module} */ (/** @type {unknown} */ (settings)));
			settings.preRun.push((module) => {
				module.addRunDependency("files");
				void Promise.all([given.packages, given.app, ready]).then(
					([packages, app]) => {
						const { FS } = module;
						const site = places.libraryPath.replace(/\/site-packages\/.*/, "/site-packages");
						put(FS, site, unzip(packages));
						FS.writeFile(places.libraryPath, EMPTY);
						put(FS, HOME, unzip(app));
						module.removeRunDependency("files");
					},
					() => {},
				); // told by whoever gave them
			});
			const { default: create } = await given.glue;
			const made = create(settings);
			// Where one is missing, the module would never be ready.
			await Promise.all([given.packages, given.app, ready]);
			return made;
		},
	});
