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

/** What Python can do without: see `snapshot.js`. */
const SPARE = /\/memory-\w+\/[^/]*$/;

const { fetch } = globalThis;
globalThis.fetch = async (asked, ...more) => {
	const address = asked instanceof Request ? asked.url : String(asked);
	try {
		const answer = await fetch(asked, ...more);
		if (!answer.ok && !SPARE.test(address)) tell("boot", address, answer.status);
		tellProgress();
		return answer;
	} catch (error) {
		if (!SPARE.test(address)) tell("boot", address);
		throw error;
	}
};

// A file that has arrived whole is progress, too; the largest take longest on a slow line.
new PerformanceObserver(tellProgress).observe({ type: "resource" });

// The interpreter would wait for ever for what cannot be compiled; a host that calls it by
// another type is no reason not to.
const { instantiateStreaming } = WebAssembly;
WebAssembly.instantiateStreaming = async (source, ...more) => {
	const answer = await source;
	try {
		return await instantiateStreaming(answer, ...more);
	} catch {
		try {
			const again = await fetch(answer.url);
			return await WebAssembly.instantiate(await again.arrayBuffer(), ...more);
		} catch (error) {
			tell("boot", "the interpreter cannot be compiled:", String(error), answer.url);
			throw error;
		}
	}
};
