/**
 * What Python is started from. The first page of a visit starts it from its modules; once it is
 * connected and idle, it fetches the memory snapshot from which the next page starts in half the
 * time. A visitor who saves data, or whose engine cannot use it, is spared that.
 */

const KEPT = "snapshot";
/** How the worker begins what it tells: see `static/worker/start.js`. */
const STARTED = "python-started";
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
 * @param {AbortSignal} ending ends what is on its way
 */
export const createSnapshot = (src, memory, ending) => {
	const { start } = RUNTIME;
	/** @param {string} path */
	const at = (path) => new URL(path, src).href;
	const file = at(start.snapshot.file);
	const rest = at(start.snapshot.rest);
	/** @type {Way} */
	let by = "modules";
	let fits = false;
	let asked = false;

	const fetchAll = async () => {
		try {
			for (const one of [file, rest]) {
				const answer = await fetch(one, { priority: "low", signal: ending });
				if (!answer.ok) return;
				await answer.arrayBuffer(); // only what was read to its end is kept
			}
			if (!ending.aborted) memory.keep(KEPT, file);
		} catch {
			// The next page starts by modules.
		}
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
		/**
		 * @param {unknown} data what the worker has posted, which may be something else
		 */
		hear: (data) => {
			if (!Array.isArray(data) || data[0] !== STARTED) return;
			by = data[1] === "snapshot" ? "snapshot" : "modules";
			fits = data[2] === true;
			if (!fits) memory.keep(KEPT, null);
		},
		/** A start has failed: the next one is by modules. */
		forget: () => memory.keep(KEPT, null),
		/** Fetches the snapshot for the next page, once, when this one has nothing better to do. */
		fetchLater: () => {
			if (asked || !fits || by === "snapshot" || savesData()) return;
			asked = true;
			if ("requestIdleCallback" in window) {
				requestIdleCallback(() => void fetchAll(), { timeout: LONGEST_WAIT_MS });
			} else setTimeout(fetchAll, LONGEST_WAIT_MS);
		},
	};
};
