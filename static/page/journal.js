/** What this page has told of the latest invitation: for `explain()`, which looks back. */

/** @typedef {Record<string, unknown>} Detail */

const MOST_DIALOGS = 100;

export const createJournal = () => {
	/** @type {Set<string>} */
	const dialogs = new Set();
	/** @type {Map<string, Detail>} the last detail of each event of the latest invitation */
	let latest = new Map();
	return {
		/**
		 * @param {string} event
		 * @param {object} detail
		 */
		note: (event, detail) => {
			const { dialogId } = /** @type {Detail} */ (detail);
			if (typeof dialogId !== "string") return;
			if (event === "invited") {
				latest = new Map();
				if (dialogs.size < MOST_DIALOGS) dialogs.add(dialogId);
			} else if (event === "unsupported") latest = new Map();
			else if (latest.size && latest.values().next().value?.dialogId !== dialogId) return;
			latest.set(event, /** @type {Detail} */ (detail));
		},
		/** @param {string} event @returns {Detail | undefined} */
		last: (event) => latest.get(event),
		/** @returns {number} how many invitations have come on this page */
		count: () => dialogs.size,
	};
};
