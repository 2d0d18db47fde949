/**
 * One decision a dialog and browser profile, whichever tab is first.
 *
 * Kept in `localStorage` under a Web Lock: ids and outcome of the last 20
 * dialogs, for 10 minutes, nothing else. Where storage is blocked each page
 * decides for itself.
 */

const KEY = "tagalong:decisions";
const MOST = 20;
const LIFE_MS = 600_000;

/** @typedef {{dialogId: string, outcome: string, at: number}} Decision */

/** @returns {Decision[]} */
const read = () => {
	try {
		const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
		if (!Array.isArray(kept)) return [];
		return kept.filter(
			(one) =>
				typeof one?.dialogId === "string" &&
				(one.outcome === "accepted" || one.outcome === "declined") &&
				Math.abs(Date.now() - one.at) < LIFE_MS,
		);
	} catch {
		return [];
	}
};

/** @returns {Record<string, string>} recent outcomes by dialog */
export const decisions = () => Object.fromEntries(read().map((one) => [one.dialogId, one.outcome]));

/**
 * @param {string} dialogId
 * @param {string} outcome
 * @returns {Promise<boolean>} whether this page was first
 */
export const decide = async (dialogId, outcome) => {
	const take = () => {
		const kept = read();
		if (kept.some((one) => one.dialogId === dialogId)) return false;
		const all = [...kept, { dialogId, outcome, at: Date.now() }].slice(-MOST);
		try {
			localStorage.setItem(KEY, JSON.stringify(all));
		} catch {
			// Blocked or full: this page's own memory, in Python, still holds.
		}
		return true;
	};
	if (!navigator.locks) return take();
	// A page without storage may be refused its locks too.
	return navigator.locks.request(KEY, take).catch(take);
};

/**
 * @param {(decisions: Record<string, string>) => void} changed called when another tab has decided
 * @returns {() => void} ends the watch
 */
export const watchDecisions = (changed) => {
	/** @param {StorageEvent} event */
	const listener = ({ key }) => {
		if (key === KEY) changed(decisions());
	};
	addEventListener("storage", listener);
	return () => removeEventListener("storage", listener);
};
