/** When the page comes back to life: from hiding, from the back/forward cache, from being offline. */

/**
 * @param {() => void} cameBack
 * @returns {() => void} ends the watch
 */
export const watchLifecycle = (cameBack) => {
	const ending = new AbortController();
	const { signal } = ending;
	addEventListener("online", cameBack, { signal });
	addEventListener("pageshow", ({ persisted }) => persisted && cameBack(), { signal });
	document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && cameBack(), {
		signal,
	});
	return () => ending.abort();
};
