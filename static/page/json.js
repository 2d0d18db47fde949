/**
 * JSON text that no `toJSON` of the page's touches: old libraries put one on
 * every array and object, and with it a list goes over as a text.
 */

/**
 * @param {unknown} value plain data; what JSON cannot say is left out, as JSON.stringify does
 * @returns {string}
 */
export const textOf = (value) => {
	if (Object(value) !== value) return JSON.stringify(value) ?? "null"; // such has no toJSON
	let text = "";
	if (Array.isArray(value)) {
		for (const one of value) text += `,${textOf(one)}`;
		return `[${text.slice(1)}]`;
	}
	for (const [name, one] of Object.entries(/** @type {object} */ (value))) {
		if (one === undefined || typeof one === "function") continue;
		text += `,${JSON.stringify(name)}:${textOf(one)}`;
	}
	return `{${text.slice(1)}}`;
};
