/**
 * The visit's record for those who answer for it: what the visitor decided, in which words'
 * name, and how each sharing ended. Ids and times, no name, no token, no chat.
 */
import { textOf } from "./json.js";

/** What is kept of each event, beside the dialog and the time. */
const KEPT = new Map([
	["consent", ["mode", "outcome", "textVersion", "locale"]],
	["active", []],
	["ended", ["by"]],
	["cancelled", []],
	["expired", []],
	["elsewhere", []],
	["failed", ["reason"]],
]);
const VERSION_OF_RECORD = 1;
const MOST = 50;
// Ids and words of LivePerson's are short; what is not is none.
const LONGEST = 200;

/** @typedef {Record<string, unknown>} Detail */

/** @param {unknown} value */
const short = (value) => (typeof value === "string" ? value.slice(0, LONGEST) : null);

/** @param {string | null} text as it is kept, which the page may have changed @returns {unknown[]} */
const entriesIn = (text) => {
	try {
		const { version, entries } = JSON.parse(text ?? "");
		return version === VERSION_OF_RECORD && Array.isArray(entries) ? entries : [];
	} catch {
		return [];
	}
};

/** @param {unknown[]} entries */
const write = (entries) => textOf({ version: VERSION_OF_RECORD, entries });

/** @param {ReturnType<typeof import("./memory.js").createMemory>} memory */
export const createConsents = (memory) => {
	// Another page of the visit may have written meanwhile: this one may have been in the cache.
	const read = () => entriesIn(memory.recall("record"));
	return {
		/**
		 * Keeps an event that belongs to the record; others it lets pass.
		 *
		 * @param {string} event
		 * @param {object} detail
		 */
		note: (event, detail) => {
			const fields = KEPT.get(event);
			if (!fields) return;
			const told = /** @type {Detail} */ (detail);
			const time = short(told.time) ?? new Date().toISOString();
			const own = Object.fromEntries(fields.map((name) => [name, short(told[name])]));
			const entry = { event, time, dialogId: short(told.dialogId) ?? "", ...own };
			const entries = [...read(), entry].slice(-MOST);
			memory.keep("record", write(entries));
		},
		/** @returns {string} JSON */
		text: () => write(read()),
	};
};
