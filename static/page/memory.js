/** What a visit keeps from page to page, in `sessionStorage`; in memory where that is blocked. */

const PREFIX = "tagalong:";
const NAMES = ["token", "ssid", "svid", "opened"];

export const createMemory = () => {
	/** @type {Map<string, string>} */
	const own = new Map();

	/** @param {string} name */
	const recall = (name) => {
		try {
			return sessionStorage.getItem(PREFIX + name) ?? own.get(name) ?? null;
		} catch {
			return own.get(name) ?? null;
		}
	};

	/**
	 * @param {string} name
	 * @param {string | null} value null forgets
	 */
	const keep = (name, value) => {
		if (value === null) own.delete(name);
		else own.set(name, value);
		try {
			if (value === null) sessionStorage.removeItem(PREFIX + name);
			else sessionStorage.setItem(PREFIX + name, value);
		} catch {
			// Blocked: `own` has it, for as long as the page lives.
		}
	};

	return {
		recall,
		keep,
		forget: () => {
			for (const name of NAMES) keep(name, null);
		},
	};
};
