/**
 * The loader: all that a page without a conversation loads of Tagalong.
 *
 * It puts `window.tagalong` in place, replays what the page queued on the
 * array before, and fetches the page's half only when something asks for it.
 */

import { loadHalf } from "./loader/half.js";
import { findItself, inFolder } from "./loader/itself.js";
import { activated, whenAtRest, whenSeen } from "./loader/moment.js";
import { variable } from "./page/genuine.js";
import { onDocument } from "./page/listen.js";
import { forgetVisit } from "./page/memory.js";
import { createReport } from "./page/report.js";

/** @typedef {import("./page/index.js").PageHalf} PageHalf */
/** @typedef {import("./page/index.js").State} State */
/** @typedef {import("./tagalong.js").Tagalong} Tagalong */

const itself = findItself();
const queued = variable("tagalong");
const { report, last } = createReport();
const BAD = "bad-setting";
// What calls may keep until the half has come: characters, and as many for each call.
const MOST_HELD = 16_000_000;
const CALL = 1000;
const PATIENCE_MS = 7000;
const NO_RECORD = '{"version":1,"entries":[]}';
const NO_SOURCE = "It needs src or data-base";

/** @param {string} words what a call takes: its misuse is told, never thrown at the page */
const misuse = (words) => report("error", { code: BAD, words });

/**
 * @param {"localStorage" | "sessionStorage"} storage
 * @param {string} key
 * @returns {string | null} what is there; a storage that is blocked holds nothing
 */
const stored = (storage, key) => {
	try {
		return window[storage].getItem(key);
	} catch {
		return null;
	}
};

const install = () => {
	/** @type {State} */
	const asleep = { connection: "asleep", invitation: null };
	let state = asleep;
	/** @type {Record<string, unknown>} */
	const configured = {};
	/** @type {Promise<PageHalf | null> | null} */
	let half = null;
	/** @type {PageHalf | null} the same, once it is there */
	let live = null;
	/** How much of calls waits for the half. */
	let held = 0;
	/** Ends what is under way; a new one after each stop(). */
	let ending = new AbortController();
	/** @param {string} name */
	const setting = (name) => configured[name] ?? itself.attributes[name];

	/** @returns {string} the address that the other files are relative to, empty where there is none */
	const source = () => {
		const base = setting("base");
		return base ? inFolder(String(base)) : itself.src;
	};

	/**
	 * @param {string} code
	 * @param {string} words
	 * @param {number} [retryInMs]
	 */
	const failed = (code, words, retryInMs) => {
		state = { connection: retryInMs ? "waiting" : "stopped", invitation: null };
		report("error", { code, words, retryInMs });
	};

	const begin = async () => {
		const { signal } = ending;
		const src = source();
		await activated();
		if (!src) failed("boot", NO_SOURCE);
		const module = src && (await loadHalf(src, failed, signal, itself.pinned));
		if (signal.aborted) return null;
		/** @param {State} changed by a half that was not stopped meanwhile */
		const changed = (changed) => {
			if (!signal.aborted) state = changed;
		};
		if (module) live = module.begin({ ...itself, src, configured, report, last, changed });
		else half = null;
		return live;
	};

	const load = () => {
		if (half) return half;
		held = 0;
		half = begin();
		return half;
	};

	/**
	 * @template {Exclude<keyof PageHalf, "stop" | "configured" | "tell" | "record">} Name
	 * @param {Name} name of what the half does, not where stop() was called meanwhile
	 * @param {boolean} [wakes] whether the half is fetched for it
	 * @returns {(...given: Parameters<PageHalf[Name]>) => Promise<unknown>}
	 */
	const call =
		(name, wakes) =>
		async (...given) => {
			if (wakes) {
				if (!half || state === asleep) state = { connection: "starting", invitation: null };
				load();
			}
			const asked = half;
			const [text] = given;
			const cost = CALL + (typeof text === "string" ? text.length : 0);
			held += cost;
			if (held > MOST_HELD) {
				const words = "Too many";
				if (held - cost <= MOST_HELD) report("error", { code: "too-many", words });
				return;
			}
			const loaded = await asked;
			held = 0;
			const does = /** @type {((...given: unknown[]) => unknown) | undefined} */ (loaded?.[name]);
			return half === asked ? does?.(...given) : undefined;
		};

	/** A start that waits for its moment, which stop() calls off. */
	const { signal } = ending;
	const startLater = () => {
		const start = () => setting("start") === "load" && void tagalong.start();
		whenAtRest(() => whenSeen(start, signal), signal);
	};
	const wake = () => {
		if (stored("sessionStorage", "tagalong:opened")) whenSeen(() => void tagalong.start(), signal);
	};

	/**
	 * @param {"check" | "link"} kind of what is told: diagnose()'s, or explain()'s
	 * @returns {(symptom?: string) => Promise<any[]>}
	 */
	const tell = (kind) => async (symptom) => {
		if (!live && (last()?.code ?? BAD) === BAD) {
			await Promise.race([load(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
		}
		const { words = "" } = last() ?? {};
		return live ? live.tell(kind, state, symptom) : [{ [kind]: "files", ok: false, broken: true, words }];
	};

	/** @type {Tagalong} */
	const tagalong = {
		version: VERSION,
		get state() {
			return { ...state, invitation: state.invitation && { ...state.invitation } };
		},
		/** @param {Record<string, unknown>} settings */
		configure: (settings) => {
			try {
				if (Object(settings) !== settings) throw settings;
				// What is not given is as if it had never been.
				for (const [name, value] of Object.entries(settings)) {
					if (value === undefined || value === null) delete configured[name];
					else configured[name] = value;
				}
				live?.configured();
			} catch {
				misuse("configure() takes an object");
			}
			if (setting("start") === "load") startLater();
		},
		push: (...functions) => {
			for (const call of functions) {
				try {
					if (typeof call === "function") call(tagalong);
					else misuse("push() takes functions");
				} catch (error) {
					console.error(error); // the page's own mistake, in its own words
				}
			}
		},
		on: (name, call) => {
			if (typeof name !== "string" || typeof call !== "function") {
				misuse("on() takes name, function");
				return () => {};
			}
			const type = /** @type {"visibilitychange"} */ (`tagalong:${name}`);
			return onDocument(type, (event) => call(/** @type {CustomEvent} */ (event).detail));
		},
		start: async () => (await call("start", true)()) === true,
		stop: async () => {
			ending.abort();
			ending = new AbortController();
			forgetVisit();
			live?.stop();
			live = half = null;
			state = { connection: "stopped", invitation: null };
			report("stopped", {});
		},
		/** @param {string} text of no use after a failure or stop(): only start() begins anew */
		feed: (text) => void (state.connection !== "stopped" && call("feed", true)(text)),
		accept: call("accept"),
		decline: call("decline"),
		conversation: {
			open: /** @type {Tagalong["conversation"]["open"]} */ (call("open", true)),
			say: call("say"),
			askToShare: call("askToShare"),
			close: call("close"),
		},
		diagnose: tell("check"),
		explain: tell("link"),
		record: () => live?.record() ?? stored("sessionStorage", "tagalong:record") ?? NO_RECORD,
	};
	window.tagalong = tagalong;
	if (Array.isArray(queued)) tagalong.push(...queued);
	if (setting("start") === "load") startLater();
	// A page that was a guess of the browser's wakes for what was opened meanwhile.
	else void activated().then(wake);
	if (!source()) failed("boot", NO_SOURCE);
};

// A second copy does nothing; an element with the id "tagalong" is none.
if (!(/** @type {Tagalong | undefined} */ (queued)?.version)) {
	// On this page, or in this browser.
	if (/[?&#]tagalong-off\b/.test(location.href) || stored("localStorage", "tagalong-off") !== null) {
		console.info("tagalong-off");
	} else install();
}
