/** What is told to the page: events of the document, and mistakes in the console too, where people look. */
import { genuine } from "./genuine.js";

/**
 * @typedef {{code: string, words: string, retryInMs?: number}} Mistake
 * @typedef {ReturnType<typeof createReport>} Report
 */

export const createReport = () => {
	/** @type {Mistake | null} */
	let last = null;

	return {
		/**
		 * @param {string} name
		 * @param {object} detail
		 */
		report: (name, detail) => {
			if (name === "error") {
				const { code, words } = /** @type {Mistake} */ (detail);
				if (words !== last?.words) console.warn(`tagalong: ${code}:`, words);
				last = /** @type {Mistake} */ (detail);
			}
			genuine(document, "dispatchEvent")(new CustomEvent(`tagalong:${name}`, { detail }));
		},
		/** @returns {Mistake | null} the last mistake, for who asks later */
		last: () => last,
	};
};
