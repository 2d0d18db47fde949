/** What the agent's side needs everywhere: elements, and the control API. */

/** @param {string} selector */
export const find = (selector) => /** @type {any} */ (document.querySelector(selector));

/**
 * Makes an element: text is text, never markup.
 *
 * @param {string} name
 * @param {object} [properties]
 * @param {...(Node | string)} children
 */
export const make = (name, properties = {}, ...children) => {
	const made = Object.assign(document.createElement(name), properties);
	made.append(...children);
	return made;
};

/**
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<string>} what was wrong, in words; empty where nothing was
 */
export const ask = async (path, body = {}) => {
	try {
		const answer = await fetch(`/simulator/${path}`, { method: "POST", body: JSON.stringify(body) });
		return (await answer.json()).error ?? "";
	} catch {
		return "The simulator does not answer.";
	}
};

/**
 * Follows the simulator's state; calls with null while it is away.
 *
 * @param {(state: any) => void} changed
 */
export const watch = (changed) => {
	const socket = new WebSocket(`${location.origin.replace("http", "ws")}/simulator/watch`);
	socket.addEventListener("message", ({ data }) => changed(JSON.parse(data)));
	socket.addEventListener("close", () => {
		changed(null);
		setTimeout(watch, 1000, changed);
	});
};

/** @param {any} conversation */
export const visitorName = ({ consumerId }) => `Visitor ${consumerId.slice(0, 4)}`;

/** @param {any} conversation its CoBrowse dialogs, the newest first */
export const invitationsOf = ({ dialogs }) =>
	dialogs.filter(({ channelType }) => channelType === "COBROWSE").reverse();
