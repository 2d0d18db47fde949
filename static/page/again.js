/** What failed for a reason that may pass is tried again: later each time, and at once when the page comes back. */
import { genuine } from "./genuine.js";
import { onDocument, onWindow, together } from "./listen.js";

const DELAYS_MS = [2000, 8000, 30_000, 120_000];

/**
 * @param {number | undefined} delayMs none: until the page comes back online, or from out of sight
 * @param {AbortSignal} signal ends the wait
 */
const wait = (delayMs, signal) =>
	new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
		const end = () => {
			stop();
			clearTimeout(timer);
			resolve();
		};
		const stop = together(
			onWindow("online", end),
			onDocument("visibilitychange", () => genuine(document, "visibilityState") === "visible" && end()),
		);
		signal.addEventListener("abort", end);
		const timer = delayMs && setTimeout(end, delayMs);
	});

/**
 * After the last delay only the page's coming back begins anew.
 *
 * @template T
 * @param {(tries: number) => Promise<T>} attempt told how many have failed before
 * @param {(error: unknown, retryInMs: number | undefined) => boolean} failed whether it may be tried again
 * @param {AbortSignal} signal gives it up
 * @returns {Promise<T | null>} null where it was given up
 */
export const persist = async (attempt, failed, signal) => {
	for (let tries = 0; !signal.aborted; tries += 1) {
		try {
			return await attempt(tries);
		} catch (error) {
			if (signal.aborted) break;
			const delayMs = DELAYS_MS[tries % (DELAYS_MS.length + 1)];
			if (!failed(error, delayMs)) break;
			await wait(delayMs, signal);
		}
	}
	return null;
};
