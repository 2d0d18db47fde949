/**
 * Runs in the worker before all else, and tells the page what goes wrong before Python
 * runs, as PyScript tells of errors: what the policy blocks, and files that do not
 * arrive. Pyodide waits for ever for some of them.
 */

/** @param {...(string | number)} words */
const tell = (...words) => postMessage(new Error(words.join(" ")));
const tellProgress = () => postMessage("tagalong:progress");

addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, disposition }) => {
	// The interpreter tries what Trusted Types forbid, and does without.
	if (disposition !== "enforce" || effectiveDirective === "require-trusted-types-for") return;
	tell("blocked-by-csp", effectiveDirective, blockedURI);
});

addEventListener("unhandledrejection", (event) => {
	event.preventDefault();
	console.warn("tagalong:", event.reason);
});

const { tagalongPins: pins } = globalThis;
/** @param {string} address */
const folderOf = (address) => address.slice(0, address.lastIndexOf("/") + 1);
/** The folders of what is pinned: there is nothing else for us in them. */
const folders = new Set(Object.keys(pins ?? {}).map(folderOf));

/**
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {RequestInit | undefined} options by which no other bytes come than those that the page has pinned
 */
const compared = (address, options) => {
	const integrity = pins?.[address];
	if (!integrity && folders.has(folderOf(address))) throw new TypeError(`${address} is not pinned`);
	return integrity ? { ...options, integrity } : options;
};

/** Which address an answer was asked of: its own is the last that it was sent on to. @type {WeakMap<Response, string>} */
const askedOf = new WeakMap();

/** What Python can do without: see `snapshot.js`. */
const SPARE = /\/memory-\w+\/[^/]*$/;

const { fetch } = globalThis;
globalThis.fetch = async (asked, options) => {
	const address = asked instanceof Request ? asked.url : String(asked);
	try {
		const answer = await fetch(asked, compared(address, options));
		if (!answer.ok && !SPARE.test(address)) tell("boot", address, answer.status);
		tellProgress();
		askedOf.set(answer, address);
		return answer;
	} catch (error) {
		if (!SPARE.test(address)) tell("boot", address);
		throw error;
	}
};

// A file that has arrived whole is progress, too; the largest take longest on a slow line.
new PerformanceObserver(tellProgress).observe({ type: "resource" });

/**
 * Compiles while a file arrives, where its host calls it by its type; and else once it is there,
 * because another type is no reason not to. What cannot be compiled is told: the interpreter
 * would wait for it for ever.
 *
 * @template Made
 * @param {(source: Response) => Promise<Made>} streaming
 * @param {(contents: ArrayBuffer) => Promise<Made>} whole
 * @param {Response | PromiseLike<Response>} source
 */
const compiled = async (streaming, whole, source) => {
	const answer = await source;
	const address = askedOf.get(answer) ?? answer.url;
	try {
		return await streaming(answer);
	} catch (error) {
		if (!answer.ok) throw error; // told by `fetch`
	}
	try {
		return await whole(await (await fetch(address, compared(address))).arrayBuffer());
	} catch (error) {
		tell("boot", address, "cannot be compiled:", String(error));
		throw error;
	}
};

const { compileStreaming, instantiateStreaming } = WebAssembly;
WebAssembly.compileStreaming = (source) => compiled(compileStreaming, WebAssembly.compile, source);
WebAssembly.instantiateStreaming = (source, imports) =>
	compiled(
		(answer) => instantiateStreaming(answer, imports),
		(contents) => WebAssembly.instantiate(contents, imports),
		source,
	);
