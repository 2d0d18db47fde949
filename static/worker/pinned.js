/** The interpreter: imported, or as what stands before the worker's text has left it (`static/page/pins.js`). */

/** @param {string} address nothing is imported where the page has pinned all: nothing would compare it */
const given = (address) => {
	if (globalThis.tagalongPins && !globalThis.tagalongInterpreter)
		throw new TypeError(`${address} is not pinned`);
	return globalThis.tagalongInterpreter;
};

/** @param {string} address @returns {Promise<import("./pyodide.js").Pyodide>} */
export const interpreterOf = async (address) => given(address) ?? import(address);

/** @param {string} address @returns {Promise<import("./pyodide.js").Glue>} */
export const glueOf = async (address) => given(address) ?? import(address);
