/** Those who have asked for `diagnose()`, and wait for Python's half of the answer. */

/** @typedef {import("./border.js").Check} Check */

const PATIENCE_MS = 7000; // longer than one request of the worker's may keep it

export const createHealth = () => {
	/** @type {Set<(checks: Check[]) => void>} */
	const askers = new Set();
	return {
		/** @param {Check[]} checks the answer to all who have asked so far */
		tell: (checks) => {
			for (const answer of askers) answer(checks);
			askers.clear();
		},
		/**
		 * @param {Check} silent the answer where none comes in time
		 * @returns {Promise<Check[]>}
		 */
		wait: (silent) =>
			new Promise((resolve) => {
				const timer = setTimeout(() => answer([silent]), PATIENCE_MS);
				/** @param {Check[]} checks */
				const answer = (checks) => {
					clearTimeout(timer);
					askers.delete(answer);
					resolve(checks);
				};
				askers.add(answer);
			}),
	};
};
