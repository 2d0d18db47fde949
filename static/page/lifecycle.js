/** When the page goes, into the back/forward cache perhaps, and when it comes back to life. */
import { genuine } from "./genuine.js";
import { onDocument, onWindow, together } from "./listen.js";

// Not yet among the compiler's own names of them.
const FREEZE = /** @type {"visibilitychange"} */ ("freeze");

/**
 * @param {{cameBack: () => void, wentOffline: () => void, wentAway: () => void, frozen: () => void}} calls `cameBack` from
 *   hiding, from the cache, from being offline; `frozen` is the last moment before the page and its
 *   worker stand still, the worker in the midst of what it does
 * @returns {() => void} ends the watch
 */
export const watchLifecycle = ({ cameBack, wentOffline, wentAway, frozen }) =>
	together(
		onWindow("online", cameBack),
		onWindow("offline", wentOffline),
		onWindow("pagehide", wentAway),
		onWindow("pageshow", ({ persisted }) => persisted && cameBack()),
		onDocument(FREEZE, frozen),
		onDocument("visibilitychange", () => genuine(document, "visibilityState") === "visible" && cameBack()),
	);
