/** Since when the answer that gives consent has been in sight: a fact for Python, which decides. */
import { genuine } from "./genuine.js";

const MOST = 0.9; // of the button, in sight
// Chromium's observer sees what covers, too, with the least delay that it allows then.
const OPTIONS = { threshold: [MOST], trackVisibility: true, delay: 100 };

/** @typedef {IntersectionObserverEntry & {isVisible?: boolean}} Entry with what Chromium adds */

const isPageSeen = () => genuine(document, "visibilityState") === "visible";

export const createSight = () => {
	let since = Number.POSITIVE_INFINITY;
	/** @type {boolean | null} null until the observer has looked */
	let visible = null;
	let pageSeen = true;
	/** @type {IntersectionObserver | null} */
	let observer = null;

	/** Counts from the next frame that is painted. */
	const restart = () => {
		since = Number.POSITIVE_INFINITY;
		const watching = observer;
		requestAnimationFrame(() => {
			if (visible && watching === observer && isPageSeen()) since = Math.min(since, performance.now());
		});
	};

	/** @param {Entry[]} entries */
	const note = (entries) => {
		const last = entries.at(-1);
		if (!last) return;
		const before = visible;
		visible = last.intersectionRatio >= MOST && last.isVisible !== false;
		if (visible !== before) restart();
	};

	const forget = () => {
		observer?.disconnect();
		observer = null;
		visible = null;
		since = Number.POSITIVE_INFINITY;
	};

	return {
		/** @param {Element | null} button the one that counts from now on; seen from the beginning */
		watch: (button) => {
			forget();
			pageSeen = isPageSeen();
			if (!button) return;
			observer = new IntersectionObserver(note, OPTIONS);
			observer.observe(button);
		},
		/** The banner has moved: to the eye it is a new one. */
		restart,
		/** The page may have been hidden, or a script has only said so. */
		pageChanged: () => {
			if (pageSeen !== isPageSeen()) restart();
			pageSeen = isPageSeen();
		},
		forget,
		/**
		 * @param {number} at a press's own time
		 * @returns {number} for how many milliseconds the button had been in sight
		 */
		seenFor: (at) => {
			note(observer?.takeRecords() ?? []);
			return visible ? Math.max(0, at - since) : 0;
		},
		/** @returns {boolean} whether the observer has seen something lie over it, or it out of sight */
		isCovered: () => visible === false,
	};
};
