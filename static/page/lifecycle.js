/** When the page goes, into the back/forward cache perhaps, and when it comes back to life. */

/**
 * @param {{cameBack: () => void, wentAway: () => void, frozen: () => void}} calls `cameBack` from
 *   hiding, from the cache, from being offline; `frozen` is the last moment before the page and its
 *   worker stand still, the worker in the midst of what it does
 * @returns {() => void} ends the watch
 */
export const watchLifecycle = ({ cameBack, wentAway, frozen }) => {
	const ending = new AbortController();
	const { signal } = ending;
	addEventListener("online", cameBack, { signal });
	addEventListener("pagehide", wentAway, { signal });
	document.addEventListener("freeze", frozen, { signal });
	addEventListener("pageshow", ({ persisted }) => persisted && cameBack(), { signal });
	document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && cameBack(), {
		signal,
	});
	return () => ending.abort();
};
