/** What a visit keeps from page to page, in `sessionStorage`; in memory where that is blocked. */

const PREFIX = "tagalong:";

/** @typedef {import("./border.js").Remember["what"] | "snapshot" | "record" | "went" | "untagged"} What what Python asks for, and the page's own */

/** Removes what any page of the visit has left in the storage, one of another version too. */
export const forgetVisit = () => {
	try {
		for (const key of Object.keys(sessionStorage)) {
			if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
		}
	} catch {
		// Blocked: there is nothing.
	}
};

export const createMemory = () => {
	/** @type {Map<string, string>} what the storage did not take; what it took may be gone from it since */
	const own = new Map();

	/** @param {What} name */
	const recall = (name) => {
		try {
			return own.get(name) ?? sessionStorage.getItem(PREFIX + name);
		} catch {
			return own.get(name) ?? null;
		}
	};

	/**
	 * @param {What} name
	 * @param {string | null} value null forgets
	 */
	const keep = (name, value) => {
		own.delete(name);
		try {
			if (value === null) sessionStorage.removeItem(PREFIX + name);
			else sessionStorage.setItem(PREFIX + name, value);
		} catch {
			// Blocked or full: for as long as the page lives.
			if (value !== null) own.set(name, value);
		}
	};

	return { recall, keep };
};
