/** Tries what a start needs of the page's policy, for who asks before anything has been started. */
import { watchViolations } from "./violations.js";

/** The shortest WebAssembly that there is. */
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** Begins a worker such as Python's, which ends at once. */
const tryWorker = () => {
	const address = URL.createObjectURL(new Blob([""], { type: "text/javascript" }));
	try {
		new Worker(address).terminate();
	} catch {
		// Refused at once, which is told as a violation; or Trusted Types ask for a policy, which a
		// page may allow once: it is left to the start.
	}
	URL.revokeObjectURL(address);
};

/**
 * @param {string} src the loader's own address
 * @returns {Promise<string[]>} what the page's policy keeps from us, as `watchViolations` has it;
 *   LivePerson's own addresses are not asked for before a start
 */
export const tryPolicy = async (src) => {
	const violations = watchViolations(src);
	try {
		new WebAssembly.Module(EMPTY);
	} catch {
		violations.note("script-src", "wasm-eval");
	}
	if (typeof Worker === "function") tryWorker();
	const file = new URL(RUNTIME.start.interpreter, src);
	await fetch(file, { method: "HEAD", mode: "no-cors" }).catch(() => {}); // why is told by the start
	// Violations are told by a task of their own.
	await new Promise((resolve) => setTimeout(resolve));
	violations.stop();
	return violations.blocked;
};
