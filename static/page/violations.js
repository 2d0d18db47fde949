/** What the page's content security policy keeps from Tagalong and from LivePerson. */
import { onDocument } from "./listen.js";

const MOST = 10;
/** What a policy has to say so that something is allowed whose report has another word for it. @type {Record<string, string>} */
const KEYWORDS = { "wasm-eval": "'wasm-unsafe-eval'", blob: "blob:" };

/**
 * @param {string} directive
 * @param {string} uri as the browser reports it
 * @returns {string} both, without what is secret of an address, and what the policy lacks
 */
export const inWords = (directive, uri) => {
	const [address = ""] = uri.split("?");
	const keyword = KEYWORDS[address];
	return `${directive} ${address}${keyword ? `, which needs ${keyword}` : ""}`;
};

/**
 * @param {string} src the loader's own address
 * @returns {(event: SecurityPolicyViolationEvent) => boolean} whether a violation is of ours: of the
 *   runtime's files, the worker that we make, or the Trusted Types policy that makes its address
 */
export const recognise = (src) => {
	const { interpreter, app } = RUNTIME.start;
	const folders = [interpreter, app].map((path) => new URL(`${path}/..`, src).href);
	return ({ effectiveDirective, blockedURI, disposition, sample }) => {
		if (disposition !== "enforce") return false;
		if (effectiveDirective === "worker-src") return blockedURI === "blob";
		if (effectiveDirective === "trusted-types") return sample.startsWith("tagalong");
		return folders.some((folder) => blockedURI.startsWith(folder));
	};
};

/**
 * @param {string} src the loader's own address
 * @returns {{blocked: string[], note: (directive: string, uri: string) => void, stop: () => void}}
 *   directive and address of each, as they come, on the page or noted from elsewhere
 */
export const watchViolations = (src) => {
	const isOurs = recognise(src);
	/** @type {string[]} */
	const blocked = [];
	/**
	 * @param {string} directive
	 * @param {string} uri
	 */
	const note = (directive, uri) => {
		const words = inWords(directive, uri);
		if (blocked.length < MOST && !blocked.includes(words)) blocked.push(words);
	};
	const stop = onDocument("securitypolicyviolation", (event) => {
		const { effectiveDirective, blockedURI, disposition } = event;
		const livePersons = disposition === "enforce" && blockedURI.includes("liveperson");
		if (isOurs(event) || livePersons) note(effectiveDirective, blockedURI);
	});
	return { blocked, note, stop };
};
