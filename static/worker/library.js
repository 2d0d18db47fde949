/**
 * Gives the shared library its place before Python begins, so that it is compiled while
 * all else arrives, and stands at the same place of memory and table at every start.
 */

/**
 * @typedef {import("./pyodide.js").Settings} Settings
 * @typedef {import("./pyodide.js").Module} Module
 */

/**
 * @param {Settings} settings what Pyodide makes its module from
 * @param {string} path where Python looks for it: a file of a few bytes will do there
 * @param {Promise<WebAssembly.Module>} compiled
 * @param {(module: Module) => void} [before] called first of all
 * @returns {Promise<void>} rejects where it cannot be placed: Pyodide itself would wait for ever
 */
export const placeLibrary = (settings, path, compiled, before = () => {}) =>
	new Promise((resolve, reject) => {
		/** @param {Module} module */
		const place = async (module) => {
			module.addRunDependency("library");
			before(module);
			const flags = { loadAsync: true, global: false, nodelete: true, allowUndefined: true };
			const exports = await module.loadWebAssemblyModule(await compiled, flags, path, {});
			// Python's import finds it loaded, and asks nothing more of the file.
			const library = module.newDSO(path, undefined, exports);
			library.refcount = Number.POSITIVE_INFINITY;
			library.global = false;
			module.removeRunDependency("library");
		};
		settings.preRun.push((module) => void place(module).then(resolve, reject));
	});
