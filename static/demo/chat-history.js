/**
 * What was said in the chat, kept for the visit, so that the next page shows it at once.
 *
 * Tagalong's events tell a page what is said while it is open, and may tell
 * again what an earlier page has heard: each entry has a key and is kept once.
 */

const NAME = "fern-and-field:chat";
const MOST = 200;

/**
 * `sending` is a message of the visitor's that LivePerson has not confirmed.
 *
 * @typedef {{key: string, from: "agent" | "visitor" | "system", text: string, time: string, sending?: boolean}} Entry
 * @typedef {{open: boolean, shown: boolean, unread: number, entries: Entry[]}} History
 */

/** @returns {History} */
const nothing = () => ({ open: false, shown: false, unread: 0, entries: [] });

/** @returns {History} */
export const recall = () => {
	try {
		return { ...nothing(), ...JSON.parse(sessionStorage.getItem(NAME) ?? "{}") };
	} catch {
		return nothing();
	}
};

/** @param {History} history */
export const keep = (history) => {
	history.entries.splice(0, history.entries.length - MOST);
	try {
		sessionStorage.setItem(NAME, JSON.stringify(history));
	} catch {
		// Storage is blocked: the history ends with the page.
	}
};

/**
 * Takes what Tagalong told; a message of the visitor's own confirms the one that waits for it.
 *
 * @param {History} history
 * @param {{from: Entry["from"], text: string, time: string}} message
 * @returns {boolean} whether it is new to the visitor
 */
export const hear = ({ entries }, { from, text, time }) => {
	const key = `${from} ${time} ${text}`;
	if (entries.some((entry) => entry.key === key)) return false;
	const waiting = entries.find((entry) => entry.sending && entry.from === from && entry.text === text);
	if (waiting) {
		Object.assign(waiting, { key, time, sending: false });
		return false;
	}
	entries.push({ key, from, text, time });
	return true;
};
