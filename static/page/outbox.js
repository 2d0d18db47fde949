/** What goes to Python: in order, kept until there is one, and bounded where a page asks for it. */
import { textOf } from "./json.js";

/**
 * @typedef {import("./border.js").PageEvent} PageEvent
 * @typedef {Awaited<ReturnType<typeof import("./worker.js").bootWorker>>} PythonWorker
 */

// What the page's own client may hand over: one frame's length, and all that waits to be taken.
const LONGEST_FRAME = 8_000_000;
const LONGEST_BACKLOG = 16_000_000;
const MOST_WAITING = 10_000;

/** @param {(words: string) => void} tooMuch told once where something was dropped */
export const createOutbox = (tooMuch) => {
	/** @type {PythonWorker | null} */
	let worker = null;
	/** @type {PageEvent[]} */
	const waiting = [];
	let waitingCharacters = 0;
	let told = false;

	/** @param {PageEvent} event */
	const feed = (event) => {
		if (worker) worker.feed(textOf(event));
		else waiting.push(event);
	};
	return {
		feed,
		/** @param {PageEvent} event of no use to a worker that is still to come */
		feedRunning: (event) => {
			if (worker) feed(event);
		},
		/** @param {PageEvent} event of a page that may be frozen before the worker is done with what waits */
		feedNow: (event) => worker?.feedNow(textOf(event)),
		/**
		 * @param {PageEvent} event which the page has asked for; what is too much is dropped
		 * @param {string} [text] the long part of it
		 */
		feedBounded: (event, text = "") => {
			const backlog = worker ? worker.backlog() : waitingCharacters;
			const fits = text.length <= LONGEST_FRAME && backlog <= LONGEST_BACKLOG;
			if (fits && waiting.length < MOST_WAITING) {
				if (!worker) waitingCharacters += text.length;
				return feed(event);
			}
			if (told) return;
			told = true;
			tooMuch("Tagalong was given more than it can take: some calls and frames were dropped.");
		},
		/**
		 * @param {PythonWorker} booted
		 * @param {PageEvent} first goes before all that waits
		 */
		connect: (booted, first) => {
			worker = booted;
			feed(first);
			for (const event of waiting.splice(0)) feed(event);
			waitingCharacters = 0;
		},
		/** Forgets what waits. */
		disconnect: () => {
			worker = null;
			waiting.length = 0;
			waitingCharacters = 0;
		},
	};
};
