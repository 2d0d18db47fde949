/** When the page goes, into the back/forward cache perhaps, and when it comes back to life. */

/**
 * @param {{cameBack: () => void, wentAway: () => void}} calls `cameBack` from hiding, from the
 *   cache, from being offline
 * @returns {() => void} ends the watch
 */
export const watchLifecycle = ({ cameBack, wentAway }) => {
	const ending = new AbortController();
	const { signal } = ending;
	addEventListener("online", cameBack, { signal });
	addEventListener("pagehide", wentAway, { signal });
	addEventListener("pageshow", ({ persisted }) => persisted && cameBack(), { signal });
	document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && cameBack(), {
		signal,
	});
	return () => ending.abort();
};
