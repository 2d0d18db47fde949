/** Boots Python in a PyScript worker, and is the wire to it. Only text crosses. */
import { causeOf } from "./cause.js";
import { Trouble } from "./environment.js";
import { textOf } from "./json.js";
import { onDocument } from "./listen.js";
import { pinnedText } from "./pins.js";
import { inWords as policyWords, recognise } from "./violations.js";

const STALL_MS = 100_000;
const PROGRESS = "tagalong:progress"; // as static/worker/telltale.js says
const MOST_AT_ONCE = 100;
const LONGEST_AT_ONCE = 1_000_000;
// Longer than one request of the worker's may keep it, and long enough for a slow machine.
const SILENCE_MS = 20_000;
const TICK_MS = 1000;
const PING = textOf({ kind: "healthAsked" });
const LONGEST_DETAIL = 300;
const A_MOMENT_MS = 50;
const BLOCKED = "blocked-by-csp";

/**
 * What comes while the worker is at work goes over together once it is done:
 * one crossing costs several times what the worker does with one event.
 *
 * @param {(texts: string[]) => Promise<void>} send
 * @param {(words: string) => void} lost called once the worker does not answer any more
 */
const createSender = (send, lost) => {
	/** @type {string[]} */
	const waiting = [];
	let characters = 0;
	let sending = false;
	/** @type {ReturnType<typeof setInterval> | undefined} */
	let watch;

	/** @param {string[]} texts */
	const deliver = async (texts) => {
		let silent = 0;
		// Counted in ticks: a page in the back/forward cache has none.
		watch = setInterval(() => {
			silent += TICK_MS;
			if (silent < SILENCE_MS) return;
			clearInterval(watch);
			lost("Tagalong's worker does not answer any more.");
		}, TICK_MS);
		try {
			await send(texts);
		} catch {
			// Python's own mistakes are caught in Python: its interpreter is broken.
			lost("Tagalong's worker has failed.");
		} finally {
			clearInterval(watch);
		}
	};

	const flush = async () => {
		sending = true;
		while (waiting.length) {
			/** @type {string[]} */
			const texts = [];
			let length = 0;
			while (waiting.length && texts.length < MOST_AT_ONCE && length < LONGEST_AT_ONCE) {
				const text = /** @type {string} */ (waiting.shift());
				length += text.length;
				texts.push(text);
			}
			characters -= length;
			await deliver(texts);
		}
		sending = false;
	};
	return {
		/** @param {string} text */
		feed: (text) => {
			waiting.push(text);
			characters += text.length;
			if (!sending) void flush();
		},
		/**
		 * Sends at once, after all that waits, whatever the worker is at: the page may be frozen
		 * before the worker is done.
		 *
		 * @param {string} text
		 */
		feedNow: (text) => {
			characters = 0;
			send([...waiting.splice(0), text]).catch(() => {}); // a broken one is found out by the next
		},
		/** @returns {number} characters that the worker has still to take */
		backlog: () => characters,
		/** Waits for nothing any more. */
		stop: () => clearInterval(watch),
	};
};

/**
 * @param {string} message what PyScript, the interpreter or Python's own traceback ends with
 * @returns {Promise<string>} which file is at fault, and why, where one is
 */
const inWords = async (message) => {
	const lines = message
		.replace(/^boot /, "")
		.trim()
		.split("\n");
	const said = (message.includes("Traceback") ? lines.at(-1) : lines[0]) ?? "";
	const [address] = /https?:\/\/[^\s'"]+/.exec(said) ?? [];
	// Its host has answered with a status, or the interpreter was cut.
	const isKnown = !address || /\d$|compiled/.test(said);
	return isKnown ? said.slice(0, LONGEST_DETAIL) : causeOf(address);
};

/**
 * @typedef {object} Calls
 * @property {(text: string) => void} perform takes one effect; must not throw
 * @property {(directive: string, uri: string) => void} blocked told what the policy keeps from the worker
 * @property {(words: string) => void} lost told once that a worker that had booted is of no use any more
 */

/**
 * @param {{src: string, pinned?: string}} loader its address, which all others are relative to, and
 *   whether the page trusts no other bytes than those that it knows
 * @param {ReturnType<typeof import("./snapshot.js").createSnapshot>} snapshot what Python is started from
 * @param {Calls} calls
 * @param {AbortSignal} ending gives the boot up
 */
export const bootWorker = async ({ src, pinned }, snapshot, { perform, blocked, lost }, ending) => {
	const { main, config } = RUNTIME;
	const start = snapshot.start();
	const guard = new AbortController();
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	let stalled;
	let booting = true;
	// Patience is counted from the last that has arrived: a slow line is none that fails.
	const wait = () => {
		clearTimeout(stalled);
		if (!booting) return;
		stalled = setTimeout(
			() => guard.abort(new Trouble("boot", "nothing has arrived for a long time")),
			STALL_MS,
		);
	};
	wait();
	const isOurs = recognise(src);
	const stopWatching = onDocument("securitypolicyviolation", (event) => {
		const { effectiveDirective, blockedURI } = event;
		if (!isOurs(event)) return;
		const code = effectiveDirective === "worker-src" ? "no-worker" : BLOCKED;
		guard.abort(new Trouble(code, policyWords(effectiveDirective, blockedURI)));
	});
	/** @type {Promise<never>} */
	const mishap = new Promise((_, reject) => {
		guard.signal.addEventListener("abort", () => reject(guard.signal.reason));
	});
	mishap.catch(() => {}); // may come after all that waited for it
	const giveUp = () => guard.abort(new Trouble("boot"));
	ending.addEventListener("abort", giveUp);

	/** @type {import("polyscript/xworker").PythonWorker | undefined} */
	let worker;
	let ping = () => {};
	const boot = async () => {
		// Evaluated only here: it takes a browser that has workers.
		const [{ XWorker }, before] = await Promise.all([
			import("polyscript/xworker"),
			pinned ? pinnedText(src, guard.signal) : [],
		]);
		guard.signal.throwIfAborted();
		worker = XWorker(main, {
			type: "pyodide",
			version: start.interpreter,
			async: true,
			config: { ...config, start },
			before,
		});
		snapshot.listen(worker);
		worker.onerror = ({ error }) => {
			const [code, directive = "", uri = ""] = error.message.split(" ");
			if (code !== BLOCKED) return;
			blocked(directive, uri);
			guard.abort(new Trouble(BLOCKED, policyWords(directive, uri)));
		};
		worker.addEventListener("message", ({ data }) => data === PROGRESS && wait());
		// Unheeded it would be an uncaught error of the page.
		worker.addEventListener("error", (event) => {
			event.preventDefault();
			const words = event.message ?? "the browser lets no worker start here";
			console.warn("tagalong:", words);
			// The policy's own report may come a moment after what it caused.
			setTimeout(() => guard.abort(new Trouble("boot", words)), A_MOMENT_MS);
			ping(); // an interpreter that is broken does not answer
		});
		const booted = await worker.ready;
		// Answered only where the app was imported.
		await booted.sync.feed().catch(() => {
			throw new Trouble("boot");
		});
		return booted;
	};

	/**
	 * @param {unknown} error
	 * @returns {Promise<Trouble>} the policy's own report, where it comes a moment after what it caused
	 */
	const why = async (error) => {
		try {
			await Promise.race([mishap, new Promise((resolve) => setTimeout(resolve, A_MOMENT_MS))]);
		} catch (cause) {
			return /** @type {Trouble} */ (cause);
		}
		if (error instanceof Trouble) return error;
		return new Trouble("boot", await inWords(String(/** @type {Error} */ (error).message)));
	};

	try {
		const booted = await Promise.race([boot(), mishap]);
		booted.sync.perform = perform;
		const sender = createSender((texts) => booted.sync.feed(...texts), lost);
		ping = () => sender.feed(PING);
		const terminate = () => {
			sender.stop();
			booted.sync.perform = () => {}; // what is on its way comes too late
			booted.terminate();
		};
		const { feed, feedNow, backlog } = sender;
		return { feed, feedNow, backlog, terminate };
	} catch (error) {
		const cause = await why(error);
		worker?.terminate();
		throw cause;
	} finally {
		booting = false;
		clearTimeout(stalled);
		stopWatching();
		ending.removeEventListener("abort", giveUp);
	}
};
