/**
 * What Python is started from. The first page of a visit starts it from its modules; once it is
 * connected and idle, it fetches the memory snapshot from which the next page starts in half the
 * time. A visitor who saves data, or whose engine cannot use it, is spared that.
 */

const KEPT = "snapshot";
/** How begins what the worker and the page tell each other: see `static/worker/start.js`. */
const STARTED = "python-started";
const FETCH = "fetch-snapshot";
const FETCHED = "snapshot-fetched";
/** The browser's own name for what it may do when there is nothing better to do. */
const LONGEST_WAIT_MS = 30_000;

/**
 * @typedef {"snapshot" | "modules"} Way
 * @typedef {ReturnType<typeof import("./memory.js").createMemory>} Memory
 */

/** @returns {boolean} whether the visitor has asked for as little traffic as can be */
const savesData = () =>
	/** @type {{connection?: {saveData?: boolean}}} */ (navigator).connection?.saveData === true;

/**
 * @param {string} src the loader's own address, which all others are relative to
 * @param {Memory} memory
 */
export const createSnapshot = (src, memory) => {
	const { start } = RUNTIME;
	/** @param {string} path */
	const at = (path) => new URL(path, src).href;
	const file = at(start.snapshot.file);
	const rest = at(start.snapshot.rest);
	/** @type {Way} */
	let by = "modules";
	let fits = false;
	let asked = false;

	/** @type {Pick<Worker, "addEventListener" | "postMessage"> | undefined} */
	let worker;

	/** @param {unknown} data what the worker has posted, which may be something else */
	const hear = (data) => {
		if (!Array.isArray(data)) return;
		if (data[0] === FETCHED) memory.keep(KEPT, file);
		if (data[0] !== STARTED) return;
		by = data[1] === "snapshot" ? "snapshot" : "modules";
		fits = data[2] === true;
		if (!fits) memory.keep(KEPT, null);
	};

	return {
		/** What the worker is told: see `static/worker/start.js`. */
		start: () => ({
			...start,
			interpreter: at(start.interpreter),
			library: at(start.library),
			packages: at(start.packages),
			app: at(start.app),
			snapshot: { ...start.snapshot, file, rest },
			bySnapshot: memory.recall(KEPT) === file,
		}),
		/** @returns {Way} how Python was started */
		by: () => by,
		/** @param {Pick<Worker, "addEventListener" | "postMessage">} started where Python runs */
		listen: (started) => {
			worker = started;
			started.addEventListener("message", (event) => hear(/** @type {MessageEvent} */ (event).data));
		},
		/** A start has failed: the next one is by modules. */
		forget: () => memory.keep(KEPT, null),
		/**
		 * Has the snapshot fetched for the next page, once, when this one has nothing better to do.
		 * By the worker: what a browser does with so many bytes would hold up the page's thread.
		 */
		fetchLater: () => {
			if (asked || !fits || by === "snapshot" || savesData()) return;
			asked = true;
			const ask = () => worker?.postMessage([FETCH]);
			if ("requestIdleCallback" in window) {
				requestIdleCallback(ask, { timeout: LONGEST_WAIT_MS });
			} else setTimeout(ask, LONGEST_WAIT_MS);
		},
	};
};
