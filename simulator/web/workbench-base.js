/** What the workbench's parts share: elements, and the simulator's calls. */

const AGAIN_MS = 1000;

/** @param {string} selector */
export const find = (selector) => /** @type {any} */ (document.querySelector(selector));

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
export const ask = async (path, body = {}) => {
	const answer = await fetch(`/simulator/${path}`, { method: "POST", body: JSON.stringify(body) });
	const told = await answer.json();
	find("#error").textContent = told.error ?? "";
	return told.error ? undefined : told;
};

/** @param {string} path */
export const get = async (path) => (await fetch(`/simulator/${path}`)).json();

/**
 * Listen to one of the simulator's WebSockets for as long as the page is there.
 * @param {string} path
 * @param {(data: any) => void} heard
 * @param {(open: boolean) => void} [changed]
 */
export const watch = (path, heard, changed = () => {}) => {
	const socket = new WebSocket(`${location.origin.replace("http", "ws")}/simulator/${path}`);
	socket.addEventListener("open", () => changed(true));
	socket.addEventListener("message", ({ data }) => heard(JSON.parse(data)));
	socket.addEventListener("close", () => {
		find("#status").textContent = "The simulator is away; trying again…";
		changed(false);
		setTimeout(watch, AGAIN_MS, path, heard, changed);
	});
};

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
