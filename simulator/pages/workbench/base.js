/** What the workbench's parts share: elements, and the simulator's calls. */
import { find, listen, post } from "../control.js";

export { find, get } from "../control.js";

/**
 * @param {string} name
 * @param {string} text
 * @param {object} [more]
 * @returns {any}
 */
export const make = (name, text, more = {}) =>
	Object.assign(document.createElement(name), { textContent: text }, more);

/**
 * Ask the simulator; what it refuses is shown, and gives undefined.
 * @param {string} path
 * @param {object} [body]
 */
export const ask = async (path, body) => {
	const told = await post(path, body);
	find("#error").textContent = told.error ?? "";
	return told.error ? undefined : told;
};

/**
 * Listen as `listen` does, and say where the simulator is away.
 * @param {string} path
 * @param {(data: any) => void} heard
 * @param {(open: boolean) => void} [changed]
 */
export const watch = (path, heard, changed = () => {}) =>
	listen(path, heard, (open) => {
		if (!open) find("#status").textContent = "The simulator is away; trying again…";
		changed(open);
	});

/**
 * @param {string} label
 * @param {() => unknown} act
 * @param {object} [more]
 */
export const button = (label, act, more = {}) => {
	const made = make("button", label, { type: "button", ...more });
	made.addEventListener("click", act);
	return made;
};
