/**
 * Starts Python in the worker, in place of PyScript's own call of `loadPyodide`: from a memory
 * snapshot where the page asks for it and it can be had, and else from its modules. Everything
 * that either takes is on its way from the first moment.
 */
import { startByModules } from "./modules.js";
import { glueOf } from "./pinned.js";
import { startBySnapshot, tableOf } from "./snapshot.js";

/**
 * @typedef {import("./modules.js").Places & {
 *   interpreter: string, library: string, packages: string, app: string,
 *   snapshot: import("./snapshot.js").Snapshot, bySnapshot: boolean,
 * }} Start what the build says, with whole addresses, and what the page asks for
 */

/** @param {string} address */
const read = async (address) => {
	const answer = await fetch(address);
	if (!answer.ok) throw new Error(`${address} ${answer.status}`);
	return new Uint8Array(await answer.arrayBuffer());
};

/**
 * Tells the page how Python was started, and whether a snapshot would do in this engine.
 *
 * @param {"snapshot" | "modules"} by
 * @param {boolean} fits
 */
const tell = (by, fits) => postMessage(["python-started", by, fits]);

/**
 * Fetches what the next page starts from, as soon as the page asks for it.
 *
 * @param {string[]} files
 */
const fetchWhenAsked = (files) =>
	addEventListener("message", async ({ data }) => {
		if (!Array.isArray(data) || data[0] !== "fetch-snapshot") return;
		try {
			for (const file of files) {
				const { ok, body } = await fetch(file, { priority: "low" });
				if (!ok || !body) return;
				// Only what was read to its end is kept by the browser. In pieces: nobody needs it whole.
				const pieces = body.getReader();
				while (!(await pieces.read()).done);
			}
			postMessage(["snapshot-fetched"]);
		} catch {
			// The next page starts by modules.
		}
	});

/**
 * @param {import("./pyodide.js").LoadPyodide} loadPyodide
 * @param {import("./pyodide.js").Options} options
 * @param {Start} start
 */
export const startPython = async (loadPyodide, options, start) => {
	const { snapshot } = start;
	const glue = glueOf(`${options.indexURL}/pyodide.asm.mjs`);
	const library = WebAssembly.compileStreaming(fetch(start.library));
	for (const one of [glue, library]) one.catch(() => {}); // heeded where it is waited for
	let fits = true;
	if (start.bySnapshot) {
		try {
			const given = { glue, library };
			const files = Promise.all([snapshot.file, snapshot.rest].map(read));
			const started = await startBySnapshot(loadPyodide, options, start, given, snapshot, files);
			tell("snapshot", true);
			return started;
		} catch (error) {
			console.info("tagalong: Python starts from its modules:", error);
			fits = false;
		}
	}
	const given = { glue, library, packages: read(start.packages), app: read(start.app) };
	const started = await startByModules(loadPyodide, options, start, given, (module) => {
		fits &&= tableOf(module) === snapshot.table;
	});
	tell("modules", fits);
	fetchWhenAsked([snapshot.file, snapshot.rest]);
	return started;
};
