/** What a page must have before Python can be booted beside it, and the words where it has not. */
import { genuine } from "./genuine.js";

const WORDS = {
	"not-top": "Tagalong works in the topmost page only; this one is inside another site's frame.",
	"no-webassembly": "This browser has no WebAssembly, which Tagalong needs.",
	"no-worker": "This page allows no workers from blob: addresses; its policy needs worker-src blob:.",
	"blocked-by-csp": "The page's content security policy blocks Tagalong's files.",
	"old-browser": "This browser is too old for Tagalong: docs/embedding.md says which ones it works in.",
	page: "Something of this page keeps Tagalong's banner from being shown, so nothing is offered.",
	boot: "Tagalong's runtime did not start.",
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

/** Throws where no banner could be shown: nothing is offered that nobody can answer. */
const checkBanner = () => {
	const able =
		typeof customElements === "object" &&
		typeof IntersectionObserver === "function" &&
		"attachShadow" in genuine(document, "documentElement") &&
		"adoptedStyleSheets" in document &&
		CSS.supports("selector(:modal)");
	if (!able) throw new Trouble("old-browser");
	try {
		const root = genuine(document, "createElement")("div").attachShadow({ mode: "open" });
		root.adoptedStyleSheets = [new CSSStyleSheet()];
	} catch (error) {
		throw new Trouble("page", String(error));
	}
};

/**
 * Throws a `Trouble` where it would be useless to boot.
 *
 * @param {boolean} withBanner whether there is to be one
 */
export const checkEnvironment = (withBanner) => {
	if (isInForeignFrame()) throw new Trouble("not-top");
	if (typeof WebAssembly !== "object") throw new Trouble("no-webassembly");
	if (typeof Worker !== "function") throw new Trouble("no-worker");
	if (withBanner) checkBanner();
};
