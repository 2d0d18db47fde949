/** What the workbench's parts share: elements, and the simulator's calls. */
import { listen, post, remove } from "../control.js";
import { find, make } from "../elements.js";

export { get } from "../control.js";
export { copy, find, make } from "../elements.js";

/**
 * Ask the simulator; what it refuses is shown, and gives undefined.
 * @param {string} path
 * @param {object} [body]
 */
export const ask = async (path, body) => shown(await post(path, body));

/**
 * Have the simulator end something; what it refuses is shown, and gives undefined.
 * @param {string} path
 */
export const end = async (path) => shown(await remove(path));

/** @param {any} told */
const shown = (told) => {
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
	const made = make("button", { type: "button", ...more }, label);
	made.addEventListener("click", act);
	return made;
};
