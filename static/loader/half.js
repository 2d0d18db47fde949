/** Fetches the page's half, which the loader does without until something asks for it. */
import { persist } from "../page/again.js";
import { genuine } from "../page/genuine.js";
import { onDocument } from "../page/listen.js";

/** @typedef {typeof import("../page/index.js")} Module */
/** @typedef {[code: string, words: string]} Trouble */

const A_MOMENT_MS = 50;
const isFile = location.protocol === "file:";

/**
 * For a page that has pinned the loader, as each with an Integrity-Policy has: import() asks for
 * no integrity, and a link can. Older browsers know no such link, and have nothing of the kind.
 *
 * @param {string} address
 * @returns {Promise<Module>}
 */
const importPinned = async (address) => {
	const link = genuine(document, "createElement")("link");
	link.rel = "modulepreload";
	link.integrity = PAGE_INTEGRITY;
	link.href = address;
	genuine(document, "documentElement").append(link);
	try {
		await new Promise((/** @type {(value?: unknown) => void} */ resolve, reject) => {
			link.onload = resolve;
			link.onerror = reject;
			if (!link.relList.supports(link.rel)) resolve();
		});
		return await import(address);
	} finally {
		link.remove();
	}
};

/**
 * @param {string} at its address
 * @param {string} blocked what the page's policy has kept from us, empty where nothing
 * @param {unknown} error
 * @returns {Promise<Trouble>}
 */
const why = async (at, blocked, error) => {
	if (blocked) return ["blocked-by-csp", `Policy blocks ${blocked}`];
	if (error instanceof SyntaxError) return ["old-browser", "This browser is too old"];
	if (isFile) return ["boot", "It needs a web server"];
	const given = await fetch(at, { signal: AbortSignal.timeout?.(5000) }).then(
		({ status, headers }) => `${status} ${headers.get("Content-Type")}`,
		String,
	);
	return ["boot", `Cannot load ${at}: ${given}, ${error}. See data-base, CORS, integrity`];
};

/**
 * @param {string} src the address that the half's own is relative to
 * @param {(code: string, words: string, retryInMs?: number) => void} failed told of each failure
 * @param {AbortSignal} signal gives it up
 * @param {unknown} pinned whether no other bytes will do than those that this loader knows
 * @returns {Promise<Module | null>} null where it was given up
 */
export const loadHalf = async (src, failed, signal, pinned) => {
	const at = new URL(PAGE, src).href;
	let blocked = "";
	const stop = onDocument("securitypolicyviolation", ({ blockedURI, disposition, effectiveDirective }) => {
		// A page may make such an event, with nothing in it.
		if (disposition === "enforce" && blockedURI.startsWith(at)) {
			blocked = `${effectiveDirective} ${blockedURI}`;
		}
	});
	/** @param {number} tries a failed import is kept under its address for as long as the page lives; it throws a `Trouble` */
	const attempt = async (tries) => {
		blocked = "";
		try {
			const again = tries ? `${at}#${tries}` : at;
			return await (pinned ? importPinned(again) : import(again));
		} catch (error) {
			// The policy's own report may come a moment after the failure that it caused.
			await new Promise((resolve) => setTimeout(resolve, A_MOMENT_MS));
			throw await why(at, blocked, error);
		}
	};
	/**
	 * @param {unknown} trouble
	 * @param {number} [retryInMs]
	 */
	const mayTryAgain = (trouble, retryInMs) => {
		const [code, words] = /** @type {Trouble} */ (trouble);
		const passes = code === "boot" && !isFile;
		failed(code, words, passes ? retryInMs : undefined);
		return passes;
	};
	try {
		return await persist(attempt, mayTryAgain, signal);
	} finally {
		stop();
	}
};
