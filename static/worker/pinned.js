/** The interpreter: imported, or as what stands before the worker's text has left it (`static/page/pins.js`). */

/** @param {string} address @returns {Promise<import("./pyodide.js").Pyodide>} */
export const interpreterOf = async (address) => globalThis.tagalongInterpreter ?? import(address);

/** @param {string} address @returns {Promise<import("./pyodide.js").Glue>} */
export const glueOf = async (address) => globalThis.tagalongInterpreter ?? import(address);
