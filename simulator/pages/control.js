/** The simulator's control API, as its pages call it. */

const AGAIN_MS = 1000;

/** @param {string} path */
export const get = async (path) => (await fetch(`/simulator/${path}`)).json();

/**
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>} what is answered; `error` is what was wrong, in words
 */
export const post = async (path, body = {}) =>
	(await fetch(`/simulator/${path}`, { method: "POST", body: JSON.stringify(body) })).json();

/**
 * @param {string} path
 * @returns {Promise<any>} what is answered; `error` is what was wrong, in words
 */
export const remove = async (path) => (await fetch(`/simulator/${path}`, { method: "DELETE" })).json();

/**
 * Listens to one of the simulator's WebSockets for as long as the page is there.
 *
 * @param {string} path
 * @param {(data: any) => void} heard
 * @param {(open: boolean) => void} changed
 */
export const listen = (path, heard, changed) => {
	const socket = new WebSocket(`${location.origin.replace("http", "ws")}/simulator/${path}`);
	socket.addEventListener("open", () => changed(true));
	socket.addEventListener("message", ({ data }) => heard(JSON.parse(data)));
	socket.addEventListener("close", () => {
		changed(false);
		setTimeout(listen, AGAIN_MS, path, heard, changed);
	});
};
