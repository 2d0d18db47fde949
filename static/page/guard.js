/** One guard around all that the browser calls of ours: what fails in it is an event, and never the page's. */

/**
 * @typedef {ReturnType<typeof createGuard>} Guard
 */

/** @param {(error: unknown) => void} failed told of the first failure; later ones are the same one, as a rule */
export const createGuard = (failed) => {
	let told = false;
	/** @param {unknown} error */
	const tell = (error) => {
		if (told) return;
		told = true;
		failed(error);
	};
	/**
	 * @template {unknown[]} Given
	 * @param {(...given: Given) => unknown} call
	 * @returns {(...given: Given) => void} which never throws, and whose promise, if any, is looked after
	 */
	return (call) =>
		(...given) => {
			try {
				const outcome = call(...given);
				if (outcome instanceof Promise) outcome.catch(tell);
			} catch (error) {
				tell(error);
			}
		};
};
