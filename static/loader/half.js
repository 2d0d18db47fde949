/** Fetches the page's half, which the loader does without until something asks for it. */
import { persist } from "../page/again.js";
import { genuine } from "../page/genuine.js";
import { onDocument } from "../page/listen.js";

/** @typedef {typeof import("../page/index.js")} Module */
/** @typedef {[code: string, words: string]} Trouble */

const A_MOMENT_MS = 50;
const isFile = location.protocol === "file:";

/**
 * The page's Integrity-Policy may ask for what import() cannot give and a link can.
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
		await new Promise((resolve, reject) => {
			link.onload = resolve;
			link.onerror = reject;
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
	if (blocked) return ["blocked-by-csp", `The policy blocks ${blocked}`];
	if (error instanceof SyntaxError) return ["old-browser", "This browser is too old."];
	if (isFile) return ["boot", "It needs a web server."];
	const given = await fetch(at, { signal: AbortSignal.timeout?.(5000) }).then(
		({ status, headers }) => `${status} ${headers.get("Content-Type")}`,
		String,
	);
	return ["boot", `Could not load ${at} (${given}). See data-base, CORS`];
};

/**
 * @param {string} src the address that the half's own is relative to
 * @param {(code: string, words: string, retryInMs?: number) => void} failed told of each failure
 * @param {AbortSignal} signal gives it up
 * @returns {Promise<Module | null>} null where it was given up
 */
export const loadHalf = async (src, failed, signal) => {
	const at = new URL(PAGE, src).href;
	let blocked = "";
	const stop = onDocument("securitypolicyviolation", ({ blockedURI, disposition, effectiveDirective }) => {
		if (blockedURI.startsWith(at) && disposition === "enforce") {
			blocked = `${effectiveDirective} ${blockedURI}`;
		}
	});
	/** @type {Trouble} */
	let trouble;
	/** @param {number} tries a failed import is kept under its address for as long as the page lives */
	const attempt = async (tries) => {
		blocked = "";
		try {
			return await import(tries ? `${at}#${tries}` : at);
		} catch (error) {
			// The policy's own report may come a moment after the failure that it caused.
			await new Promise((resolve) => setTimeout(resolve, A_MOMENT_MS));
			if (!blocked && !(error instanceof SyntaxError)) {
				const module = await importPinned(`${at}#pinned${tries}`).catch(() => null);
				if (module) return module;
			}
			trouble = await why(at, blocked, error);
			throw error;
		}
	};
	/**
	 * @param {unknown} _
	 * @param {number} [retryInMs]
	 */
	const mayTryAgain = (_, retryInMs) => {
		const passes = trouble[0] === "boot" && !isFile;
		failed(...trouble, passes ? retryInMs : undefined);
		return passes;
	};
	try {
		return await persist(attempt, mayTryAgain, signal);
	} finally {
		stop();
	}
};
