/**
 * What a page compares that has pinned the loader: beyond the page's half, all that the worker
 * runs and reads. The interpreter comes as one script, which the page fetches and puts into the
 * worker's own text, since nothing compares what a worker imports; whatever the worker fetches
 * is compared by the table that stands before it.
 */
import { textOf } from "./json.js";

/**
 * @param {string} src the loader's own address, which all others are relative to
 * @param {AbortSignal} signal gives it up
 * @returns {Promise<BlobPart[]>} what the worker's text begins with
 */
export const pinnedText = async (src, signal) => {
	const { whole, pins } = RUNTIME;
	const table = Object.fromEntries(
		Object.entries(pins).map(([path, integrity]) => [new URL(path, src).href, integrity]),
	);
	const address = new URL(whole, src).href;
	const integrity = table[address];
	/** @param {unknown} why */
	const failed = (why) => {
		throw new Error(`${address} ${why}`);
	};
	const answer = await fetch(address, { integrity, signal }).catch(failed);
	if (!answer.ok) failed(answer.status);
	return [`globalThis.tagalongPins=${textOf(table)};`, await answer.blob(), "\n"];
};
