/**
 * Runs in the worker before all else, and tells the page what goes wrong before Python
 * runs, as PyScript tells of errors: what the policy blocks, and files that do not
 * arrive. Pyodide waits for ever for some of them.
 */

/** @param {...(string | number)} words */
const tell = (...words) => postMessage(new Error(words.join(" ")));

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
		return answer;
	} catch (error) {
		if (!SPARE.test(address)) tell("boot", address);
		throw error;
	}
};
