/** When a start that the page left to us begins: once it is at rest, and somebody looks at it. */
import { genuine } from "../page/genuine.js";
import { onDocument, onWindow } from "../page/listen.js";

// What never ends loading, and a page that never rests, are not waited for any longer.
const LOAD_MS = 10_000;
const IDLE_MS = 5000;

/**
 * @param {() => void} begin called once the page is seen, which a tab in the background is not
 * @param {AbortSignal} signal calls it off
 */
export const whenSeen = (begin, signal) => {
	const look = () => {
		const over = signal.aborted;
		if (!over && genuine(document, "visibilityState") !== "visible") return;
		stop();
		if (!over) begin();
	};
	const stop = onDocument("visibilitychange", look);
	look();
};

/**
 * @param {() => void} begin called once the page has loaded and is idle
 * @param {AbortSignal} signal calls it off
 */
export const whenAtRest = (begin, signal) => {
	let stop = () => {};
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	let timer;
	const idle = () => {
		clearTimeout(timer);
		stop();
		if (signal.aborted) return;
		// A browser without idle moments takes the next one.
		const soon = /** @type {typeof requestIdleCallback} */ (window.requestIdleCallback ?? setTimeout);
		soon(begin, { timeout: IDLE_MS });
	};
	if (genuine(document, "readyState") === "complete") return idle();
	stop = onWindow("load", idle);
	timer = setTimeout(idle, LOAD_MS);
};

// Not yet among the compiler's own names of them.
const PRERENDERING = /** @type {"hidden"} */ ("prerendering");
const CHANGE = /** @type {"visibilitychange"} */ ("prerenderingchange");

/** @returns {Promise<void>} once the page is more than a guess of the browser's: workers stand still until then */
export const activated = () =>
	new Promise((resolve) => {
		if (genuine(document, PRERENDERING)) onDocument(CHANGE, () => resolve());
		else resolve();
	});
