/**
 * The page's half: boots the worker, carries messages between it and the page,
 * and obeys. It holds no rule: what is offered, shown, published or refused is
 * decided in Python (`app/core`).
 */
import { createBanner } from "./banner.js";
import { decide, decisions, forgetOldDecisions } from "./decision.js";
import { checkGiven, checkNoPython, checkPage } from "./diagnose.js";
import { checkEnvironment, Trouble } from "./environment.js";
import { textOf } from "./json.js";
import { watchLifecycle } from "./lifecycle.js";
import { createMemory } from "./memory.js";
import { createTabs } from "./tabs.js";
import { createTag } from "./tag.js";
import { watchViolations } from "./violations.js";
import { bootWorker } from "./worker.js";

/**
 * @typedef {{dialogId: string, state: string, mode: string, expiresAtMs: number}} Invitation
 * @typedef {{connection: string, invitation: Invitation | null}} State
 * @typedef {{src: string, attributes: Record<string, unknown>, configured: Record<string, unknown>, changed: (state: State) => void}} Host
 * @typedef {ReturnType<typeof create>} PageHalf
 */

const FUNCTION = "(function)";
const HEALTH_PATIENCE_MS = 7000; // longer than one request of the worker's may keep it
// What the page's own client may hand over: one frame's length, and all that waits to be taken.
const LONGEST_FRAME = 8_000_000;
// States of the connection in which there may be a socket.
const ON_SOCKET = ["connecting", "connected"];
const DEEPEST_SETTING = 20;
const LONGEST_BACKLOG = 16_000_000;
const MOST_WAITING = 10_000;

/** @type {Map<string, object>} what this page's tag was offered, by dialog: Python may be started anew */
const offered = new Map();

/**
 * @param {string} name
 * @param {object} detail
 */
const report = (name, detail) => document.dispatchEvent(new CustomEvent(`tagalong:${name}`, { detail }));

/** @param {Host} host */
export const begin = (host) => create(host);

/** @param {Host} host */
const create = (host) => {
	/** @type {Awaited<ReturnType<typeof bootWorker>> | null} */
	let worker = null;
	/** @type {Promise<void> | null} */
	let starting = null;
	let stopped = false;
	/** @type {object[]} */
	const waiting = [];
	/** @type {State["invitation"]} */
	let invitation = null;
	let offeredAt = 0;
	const used = new WeakSet();
	const memory = createMemory();
	const ending = new AbortController();
	/** @type {Set<(checks: import("./diagnose.js").Check[]) => void>} */
	const askers = new Set();
	/** @type {{violations: ReturnType<typeof watchViolations>, stop: () => void} | null} */
	let watches = null;
	let waitingCharacters = 0;
	let toldTooMany = false;
	/** How the connection stands, as Python said last. */
	let connection = "";
	/** Whether Python was ended because the page was frozen before it had closed its socket. */
	let suspended = false;

	/** @param {object} event */
	const feed = (event) => {
		if (worker) worker.feed(textOf(event));
		else waiting.push(event);
	};
	/**
	 * @param {object} event which the page has asked for; what is too much is dropped, and told once
	 * @param {string} [text] the long part of it
	 */
	const feedBounded = (event, text = "") => {
		const backlog = worker ? worker.backlog() : waitingCharacters;
		const fits = text.length <= LONGEST_FRAME && backlog <= LONGEST_BACKLOG;
		if (fits && waiting.length < MOST_WAITING) {
			if (!worker) waitingCharacters += text.length;
			return feed(event);
		}
		if (toldTooMany) return;
		toldTooMany = true;
		const words = "Tagalong was given more than it can take: some calls and frames were dropped.";
		report("error", { code: "too-many", words });
	};
	const tag = createTag(feed);
	const banner = createBanner(feed);
	/** @param {object} event of no use to a worker that is still to come */
	const feedRunning = (event) => {
		if (worker) feed(event);
	};
	const tabs = createTabs((decisions) => feedRunning({ kind: "decidedElsewhere", decisions }));
	const pageHasSocket = () => (host.configured.transport ?? host.attributes.transport) === "host";
	/** Watches the page, from the first boot to stop(): a page where Tagalong sleeps has no listener of ours. */
	const watch = () => {
		let went = false;
		const violations = watchViolations(host.src);
		const stopWatching = watchLifecycle({
			cameBack: () => {
				tabs.open();
				went = false;
				if (suspended) void start();
				suspended = false;
				// A page in the cache hears nothing of what other tabs decide.
				feedRunning({ kind: "decidedElsewhere", decisions: decisions() });
				feedRunning({ kind: "cameBack", token: memory.recall("token") });
			},
			wentAway: () => {
				tabs.close();
				went = true;
				worker?.feedNow(textOf({ kind: "wentAway" }));
			},
			frozen: () => {
				// A worker that is frozen at its work would leave its socket open to nobody.
				const holdsSocket = ON_SOCKET.includes(connection) && !pageHasSocket();
				suspended = went && worker !== null && holdsSocket;
				if (suspended) endWorker("asleep");
			},
		});
		tabs.open();
		const stop = () => {
			violations.stop();
			stopWatching();
			tabs.close();
		};
		return { violations, stop };
	};

	/** @param {import("./diagnose.js").Check[]} checks */
	const answerAskers = (checks) => {
		for (const answer of askers) answer(checks);
		askers.clear();
	};

	/** @param {string} supplier the name of the page's function */
	const askToken = async (supplier) => {
		const supply = host.configured[supplier];
		let token = null;
		let failed = false;
		try {
			token = typeof supply === "function" ? await supply() : null;
		} catch {
			failed = true; // the page could not get one just now
		}
		feed({ kind: "tokenSupplied", token: typeof token === "string" ? token : null, failed });
	};

	/**
	 * @param {string} dialogId
	 * @param {string} outcome
	 */
	const answer = async (dialogId, outcome) => {
		const won = await decide(dialogId, outcome);
		if (won) tabs.tell({ dialogId, outcome });
		feed({ kind: "decided", dialogId, outcome, won });
	};

	/** @param {State} state */
	const remember = (state) => {
		const { dialogId, state: now } = state.invitation ?? {};
		if (now === "offered" && (invitation?.state !== now || invitation.dialogId !== dialogId)) {
			offeredAt = performance.now();
		}
		({ connection, invitation } = state);
		host.changed(state);
	};

	/**
	 * @param {any} effect one of `app/core/page/effects.py`, as JSON
	 */
	const perform = (effect) => {
		if (stopped) return; // what was on its way comes too late
		switch (effect.kind) {
			case "showBanner":
				return banner.show(effect.banner);
			case "speak":
				return banner.speak(effect.template, effect.seconds);
			case "report":
				return report(effect.name, effect.detail);
			case "reportState":
				return remember({ connection: effect.connection, invitation: effect.invitation });
			case "watchTag":
				return tag.watch(effect.watching);
			case "publish":
				if (!offered.has(effect.dialogId)) offered.set(effect.dialogId, effect.data);
				return feed({
					kind: "published",
					dialogId: effect.dialogId,
					name: effect.name,
					heard: tag.publish(effect.name, effect.data),
				});
			case "decide":
				return void answer(effect.dialogId, effect.outcome);
			case "askToken":
				return void askToken(effect.supplier);
			case "remember":
				return memory.keep(effect.what, effect.value);
			case "tellHealth":
				return answerAskers(effect.checks);
		}
	};

	const started = () => ({
		kind: "started",
		attributes: host.attributes,
		configured: Object.fromEntries(
			Object.entries(host.configured).map(([key, value]) => [
				key,
				typeof value === "function" ? FUNCTION : plain(value),
			]),
		),
		site: tag.site(),
		pageUrl: document.baseURI,
		languages: [document.documentElement.lang, ...navigator.languages].filter(Boolean),
		userAgent: navigator.userAgent,
		timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
		token: memory.recall("token"),
		ssid: memory.recall("ssid") ?? randomId(),
		svid: memory.recall("svid") ?? randomId(),
		opened: memory.recall("opened") !== null,
		decisions: decisions(),
		offered: Object.fromEntries(offered),
	});

	/** @param {string} text one effect; what fails on the page must not reach the worker, nor the page's own handlers */
	const obey = (text) => {
		try {
			perform(JSON.parse(text));
		} catch (error) {
			console.error("tagalong:", error);
		}
	};

	/** @param {string} state the connection's, without Python; start() would boot it anew */
	const endWorker = (state) => {
		worker?.terminate();
		worker = null;
		starting = null;
		waiting.length = 0;
		waitingCharacters = 0;
		tag.watch(false);
		banner.show(null);
		const left = { connection: state, invitation: null };
		host.changed(left);
		answerAskers([checkNoPython(left)]);
	};
	/** @param {string} words why there is no Python any more */
	const end = (words, code = "boot") => {
		endWorker("stopped");
		report("error", { code, words });
	};

	const boot = async () => {
		const began = performance.now();
		host.changed({ connection: "starting", invitation: null });
		try {
			checkEnvironment();
			forgetOldDecisions();
			watches ??= watch();
			const booted = await bootWorker(
				host.src,
				{
					perform: obey,
					blocked: watches.violations.note,
					lost: (words) => {
						if (worker === booted) end(words);
					},
				},
				ending.signal,
			);
			if (stopped) return booted.terminate();
			worker = booted;
			report("ready", { bootMs: Math.round(performance.now() - began) });
			feed(started());
			for (const event of waiting.splice(0)) feed(event);
			waitingCharacters = 0;
		} catch (error) {
			if (stopped) return;
			const trouble = error instanceof Trouble ? error : new Trouble("boot");
			end(trouble.message, trouble.code);
		}
	};

	const start = () => {
		if (worker) feed(started());
		else starting ??= boot();
		return starting ?? Promise.resolve();
	};

	return {
		start,
		stop() {
			stopped = true;
			ending.abort();
			worker?.terminate();
			worker = null;
			banner.remove();
			tag.watch(false);
			watches?.stop();
			answerAskers([checkNoPython({ connection: "stopped", invitation: null })]);
			memory.forget();
			report("stopped", {});
		},
		/** @param {string} text */
		feed(text) {
			if (!worker) void start();
			feedBounded({ kind: "frameFed", text }, text);
		},
		/**
		 * @param {"accept" | "decline"} action
		 * @param {unknown} event
		 */
		answer(action, event) {
			const fresh = event instanceof Event && !used.has(event);
			if (fresh) used.add(event);
			feedBounded({
				kind: "pressed",
				dialogId: invitation?.dialogId ?? "",
				action,
				trusted: fresh && event.isTrusted && /^(click|key|pointerup)/.test(event.type),
				visibleMs: performance.now() - offeredAt,
				ageMs: fresh ? Math.max(0, performance.now() - event.timeStamp) : 0,
				byPage: true,
			});
		},
		/** @param {unknown} skillId */
		open(skillId) {
			const given = typeof skillId === "string" || typeof skillId === "number";
			feedBounded({ kind: "conversationOpened", skillId: given ? String(skillId) : null });
			return start();
		},
		/** @param {string} text */
		say: (text) => feedBounded({ kind: "messageSaid", text }, text),
		close: () => feedBounded({ kind: "conversationClosed" }),
		/** @param {State} state */
		async diagnose(state) {
			const page = checkPage(watches?.violations.blocked ?? []);
			if (!worker) return [...page, ...checkGiven(host), checkNoPython(state)];
			/** @type {Promise<import("./diagnose.js").Check[]>} */
			const told = new Promise((resolve) => {
				const silent = checkNoPython({ ...state, connection: "not answering" });
				const timer = setTimeout(() => answer([silent]), HEALTH_PATIENCE_MS);
				/** @param {import("./diagnose.js").Check[]} checks */
				const answer = (checks) => {
					clearTimeout(timer);
					askers.delete(answer);
					resolve(checks);
				};
				askers.add(answer);
			});
			feed({ kind: "healthAsked" });
			return [...page, ...(await told)];
		},
	};
};

/** @returns {string} 32 random hexadecimal digits, on pages without https: too */
const randomId = () =>
	[...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

/**
 * @param {unknown} value
 * @param {number} depth
 * @returns {boolean} whether `value` is nested no deeper than `depth`
 */
const fits = (value, depth) =>
	Object(value) !== value ||
	(depth > 0 && Object.values(/** @type {object} */ (value)).every((one) => fits(one, depth - 1)));

/**
 * @param {unknown} value
 * @returns {unknown} what of `value` is plain data; a configuration may hold anything
 */
const plain = (value) => {
	try {
		return fits(value, DEEPEST_SETTING) ? JSON.parse(textOf(value)) : null;
	} catch {
		return null;
	}
};
