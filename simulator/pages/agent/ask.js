/** What the agent's side needs everywhere: elements, and the control API. */
import { listen, post } from "../control.js";

export { copy, find, make } from "../elements.js";

/**
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<string>} what was wrong, in words; empty where nothing was
 */
export const ask = async (path, body) => {
	try {
		return (await post(path, body)).error ?? "";
	} catch {
		return "The simulator does not answer.";
	}
};

/**
 * Follows the simulator's state; calls with null while it is away.
 *
 * @param {(state: any) => void} changed
 */
export const watch = (changed) => listen("watch", changed, (open) => open || changed(null));

/** @param {any} conversation */
export const visitorName = ({ consumerId }) => `Visitor ${consumerId.slice(0, 4)}`;

/** @param {any} conversation its CoBrowse dialogs, the newest first */
export const invitationsOf = ({ dialogs }) =>
	dialogs.filter((/** @type {any} */ { channelType }) => channelType === "COBROWSE").reverse();
