/** What a page must have before Python can be booted beside it, and the words where it has not. */

const WORDS = {
	"not-top": "Tagalong works in the topmost page only; this one is inside another site's frame.",
	"no-webassembly": "This browser has no WebAssembly, which Tagalong needs.",
	"no-worker": "This page allows no workers from blob: addresses; its policy needs worker-src blob:.",
	"blocked-by-csp": "The page's content security policy blocks Tagalong's files.",
	boot: "Tagalong's runtime did not start: its files are missing or did not arrive.",
};

/** A reason not to start, with the contract's code. */
export class Trouble extends Error {
	/**
	 * @param {keyof typeof WORDS} code
	 * @param {string} [detail]
	 */
	constructor(code, detail) {
		super(detail ? `${WORDS[code]} (${detail})` : WORDS[code]);
		this.code = code;
	}
}

/** @returns {boolean} whether a page of another origin holds this one in a frame */
export const isInForeignFrame = () => {
	try {
		return window.top?.location.href === undefined;
	} catch {
		return true; // another origin's location cannot be read
	}
};

/** Throws a `Trouble` where it would be useless to boot. */
export const checkEnvironment = () => {
	if (isInForeignFrame()) throw new Trouble("not-top");
	if (typeof WebAssembly !== "object") throw new Trouble("no-webassembly");
	if (typeof Worker !== "function") throw new Trouble("no-worker");
};
