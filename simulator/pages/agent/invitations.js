/** The state of a conversation's invitations, with what the agent can still do about the newest. */
import { find, make } from "./ask.js";

/** @type {Record<string, string>} */
const STATES = { INVITED: "Invited", ACCEPTED: "Sharing", CLOSED: "Over" };
const MOST_SHOWN = 2;

/** @type {Record<string, [string, string]>} what can be done, in words, and the call for it */
const DEEDS = { INVITED: ["Cancel", "cancel"], ACCEPTED: ["End", "end"] };

/**
 * @param {any} dialog
 * @param {number} ahead ms
 */
const describe = ({ metaData }, ahead) => {
	const { sessionState, mode, expires, notificationKey } = metaData;
	const parts = [mode];
	if (notificationKey && notificationKey !== "invited") parts.push(notificationKey);
	if (sessionState === "INVITED" && expires) {
		const left = Math.max(0, Math.round(expires - (Date.now() + ahead) / 1000));
		parts.push(`${left} s left`);
	}
	return parts.filter(Boolean).join(" · ");
};

/**
 * @param {any[]} dialogs the newest first
 * @param {number} ahead ms: how far the simulator's clock is ahead
 * @param {(path: string) => void} tell
 */
export const paintInvitations = (dialogs, ahead, tell) => {
	const list = find("#invitations");
	const rows = dialogs.slice(0, MOST_SHOWN).map((dialog) => {
		const { sessionState } = dialog.metaData;
		const row = make("li", { className: sessionState });
		row.dataset.id = dialog.dialogId;
		row.append(make("strong", { textContent: STATES[sessionState] ?? sessionState }));
		row.append(make("span", { textContent: describe(dialog, ahead) }));
		const [words, path] = DEEDS[sessionState] ?? [];
		if (words && dialog.state === "OPEN") {
			const onclick = () => tell(`invitations/${dialog.dialogId}/${path}`);
			row.append(make("button", { type: "button", textContent: words, onclick }));
		}
		return row;
	});
	rows.forEach((row, place) => {
		const before = list.children[place];
		const same = before?.dataset.id === row.dataset.id && before.className === row.className;
		// Only the words change each second: the button keeps the focus.
		if (same) before.querySelector("span").textContent = row.querySelector("span")?.textContent;
		else if (before) before.replaceWith(row);
		else list.append(row);
	});
	while (list.children.length > rows.length) list.lastChild.remove();
};
