/**
 * The page's half: boots the worker, carries messages between it and the page,
 * and obeys. It holds no rule: what is offered, shown, published or refused is
 * decided in Python (`app/core`).
 */

import { persist } from "./again.js";
import { createBanner } from "./banner.js";
import { createConsents } from "./consents.js";
import { decisions, forgetOldDecisions } from "./decision.js";
import { checkGiven, checkMistake, checkNoPython, checkPage } from "./diagnose.js";
import { checkEnvironment, Trouble } from "./environment.js";
import { explain } from "./explain.js";
import { createGuard } from "./guard.js";
import { createHealth } from "./health.js";
import { createJournal } from "./journal.js";
import { watchLifecycle } from "./lifecycle.js";
import { createLinks } from "./links.js";
import { createMemory } from "./memory.js";
import { createOutbox } from "./outbox.js";
import { createPerform } from "./perform.js";
import { createSnapshot } from "./snapshot.js";
import { started } from "./started.js";
import { createTabs } from "./tabs.js";
import { createTag, observeTag } from "./tag.js";
import { tryPolicy } from "./tried.js";
import { ageOf, isTrusted } from "./trust.js";
import { inWords, watchViolations } from "./violations.js";
import { bootWorker } from "./worker.js";

/**
 * @typedef {{connection: import("./border.js").ConnectionState | "starting", invitation: import("./border.js").InvitationView | null}} State
 * @typedef {{src: string, pinned?: string, attributes: Record<string, unknown>, configured: Record<string, unknown>, changed: (state: State) => void, report: (name: import("./border.js").EventName, detail: object) => void, last: () => import("./report.js").Mistake | null}} Host
 * @typedef {ReturnType<typeof create>} PageHalf
 */

const LONGEST_SAID = 8000;
const MOST_BLOCKED = 10;
// States of the connection in which there may be a socket.
const ON_SOCKET = ["connecting", "connected"];

/** @type {Map<string, Record<string, string>>} what this page's tag was offered, by dialog: Python may be started anew */
const offered = new Map();
/** @type {Map<string, boolean>} of which of these the page was not told yet, and whether the tag has heard them */
const untold = new Map();

/** @param {Host} host */
export const begin = (host) => create(host);

/** @param {Host} host */
const create = (host) => {
	/** @type {Awaited<ReturnType<typeof bootWorker>> | null} */
	let worker = null;
	/** @type {Promise<void> | null} */
	let starting = null;
	let stopped = false;
	/** @type {State["invitation"]} */
	let invitation = null;
	let offeredAt = 0;
	const used = new WeakSet();
	const memory = createMemory();
	const ending = new AbortController();
	const snapshot = createSnapshot(host.src, memory);
	/** @type {{violations: ReturnType<typeof watchViolations>, stop: () => void} | null} */
	let watches = null;
	const { configured } = host;
	const consents = createConsents(memory);
	const journal = createJournal();
	/** @type {Host["report"]} kept before it is told: who hears of it may ask for the record */
	const report = (name, detail) => {
		if (name === "failed") console.warn("tagalong: failed, see docs/reference.md:", detail);
		if (name === "offered") untold.delete(/** @type {{dialogId: string}} */ (detail).dialogId);
		consents.note(name, detail);
		journal.note(name, detail);
		host.report(name, detail);
	};
	/** How the connection stands. */
	let connection = "";
	/** @type {Set<(connected: boolean) => void>} those who have called start(), and wait */
	const askers = new Set();
	/** Whether Python was ended because the page was frozen before it had closed its socket. */
	let suspended = false;

	const { feed, feedRunning, feedBounded, ...outbox } = createOutbox((words) =>
		report("error", { code: "too-many", words }),
	);
	const health = createHealth();
	const guarded = createGuard((error) => {
		report("error", { code: "page", words: `Tagalong's half on the page has failed: ${error}` });
	});
	const tag = createTag(feed, guarded);
	const links = createLinks(feed, memory, guarded);
	guarded(links.arrive)();
	const banner = createBanner(feed, guarded, links.pointed);
	const tabs = createTabs((decisions) => feedRunning({ kind: "decidedElsewhere", decisions }), guarded);
	/** @param {string} name */
	const setting = (name) => configured[name] ?? host.attributes[name];
	const pageHasSocket = () => setting("transport") === "host";
	/** Watches the page, from the first boot to stop(): a page where Tagalong sleeps has no listener of ours. */
	const watch = () => {
		let went = false;
		const violations = watchViolations(host.src);
		const stopWatching = watchLifecycle({
			cameBack: guarded(() => {
				tabs.open();
				went = false;
				if (suspended) void start();
				suspended = false;
				// A page in the cache hears nothing of what other tabs decide.
				feedRunning({ kind: "decidedElsewhere", decisions: decisions() });
				feedRunning({ kind: "cameBack", token: memory.recall("token") });
			}),
			wentOffline: guarded(() => feedRunning({ kind: "wentOffline" })),
			wentAway: guarded(() => {
				tabs.close();
				went = true;
				outbox.feedNow({ kind: "wentAway" });
			}),
			frozen: guarded(() => {
				// A worker that is frozen at its work would leave its socket open to nobody.
				const holdsSocket = ON_SOCKET.includes(connection) && !pageHasSocket();
				suspended = went && worker !== null && holdsSocket;
				if (suspended) endWorker("asleep");
			}),
		});
		tabs.open();
		const stop = () => {
			violations.stop();
			stopWatching();
			tabs.close();
		};
		return { violations, stop };
	};

	/** @param {State} state how it stands now */
	const changed = (state) => {
		connection = state.connection;
		host.changed(state);
		if (connection !== "connected" && connection !== "stopped") return;
		for (const resolve of askers) resolve(connection === "connected");
		askers.clear();
	};

	/** @param {State} state */
	const remember = (state) => {
		const { dialogId, state: now } = state.invitation ?? {};
		if (now === "offered" && (invitation?.state !== now || invitation.dialogId !== dialogId)) {
			offeredAt = performance.now();
		}
		invitation = state.invitation;
		changed(state);
		if (connection === "connected") snapshot.fetchLater();
	};

	const means = {
		banner,
		tag,
		links,
		tabs,
		memory,
		health,
		offered,
		untold,
		configured,
		feed,
		report,
		remember,
	};
	const perform = createPerform(means);
	const begun = () => started(host, memory, tag, { offered, untold });

	// What fails on the page must not reach the worker, nor the page's own handlers.
	const obey = guarded((/** @type {string} one effect */ text) => {
		if (!stopped) perform(JSON.parse(text)); // else it comes too late
	});

	/** @param {State["connection"]} state the connection's, without Python; start() would boot it anew */
	const endWorker = (state) => {
		worker?.terminate();
		worker = null;
		starting = null;
		outbox.disconnect();
		tag.watch(false);
		links.watch(false);
		banner.show(null);
		changed({ connection: state, invitation: null });
		health.tell([checkNoPython(state)]);
	};
	/** @param {string} words why there is no Python any more */
	const end = (words, code = "boot") => {
		endWorker("stopped");
		report("error", { code, words });
	};

	/** @param {string} words what a call of the page's was given wrongly: told, never thrown at it */
	const misuse = (words) => report("error", { code: "bad-setting", words });

	/** @param {unknown} error */
	const troubleOf = (error) => (error instanceof Trouble ? error : new Trouble("boot", String(error)));

	/**
	 * @param {unknown} error
	 * @param {number} [retryInMs]
	 */
	const mayBootAgain = (error, retryInMs) => {
		snapshot.forget();
		const { code, message: words } = troubleOf(error);
		const passes = code === "boot";
		const again = passes && retryInMs !== undefined;
		changed({ connection: again ? "waiting" : "stopped", invitation: null });
		report("error", again ? { code, words, retryInMs } : { code, words });
		return passes;
	};

	/** @type {Set<string>} what Python was kept from, each told once */
	const blocked = new Set();

	const attempt = async () => {
		changed({ connection: "starting", invitation: null });
		checkEnvironment(setting("ui") !== "none");
		forgetOldDecisions();
		watches ??= watch();
		const calls = {
			perform: obey,
			/** @param {string} directive @param {string} uri told too where it is of what Python asks for */
			blocked: (directive, uri) => {
				const words = inWords(directive, uri);
				watches?.violations.note(directive, uri);
				if (!worker || blocked.has(words) || blocked.size >= MOST_BLOCKED) return;
				blocked.add(words);
				report("error", { code: "blocked-by-csp", words: `The page's policy keeps Tagalong from: ${words}` });
			},
			/** @param {string} words */
			lost: (words) => {
				if (worker === booted) end(words);
			},
		};
		const booted = await bootWorker(host, snapshot, calls, ending.signal);
		return booted;
	};

	const boot = async () => {
		const began = performance.now();
		const booted = await persist(attempt, mayBootAgain, ending.signal);
		if (stopped) return booted?.terminate();
		if (!booted) return endWorker("stopped");
		worker = booted;
		report("ready", { bootMs: Math.round(performance.now() - began), by: snapshot.by() });
		outbox.connect(booted, begun());
		if (navigator.onLine === false) feed({ kind: "wentOffline" });
	};

	/** @returns {Promise<boolean>} whether it has come to a connection, once that is known */
	const start = () => {
		if (worker && connection === "connected") return Promise.resolve(true);
		const known = new Promise((/** @type {(connected: boolean) => void} */ resolve) => askers.add(resolve));
		if (worker) feed(begun());
		else if (!starting) starting = boot();
		return known;
	};

	/**
	 * @param {"accept" | "decline"} action
	 * @param {unknown} event what the page hands over: anything
	 * @param {{dialogId?: unknown, textVersion?: unknown} | undefined} about which question, in which words
	 */
	const answer = (action, event, about) => {
		try {
			// Frameworks hand over what wraps the browser's own event.
			const own = /** @type {{nativeEvent?: object} | null} */ (event)?.nativeEvent ?? event;
			const first = Object(own) === own && !used.has(/** @type {object} */ (own));
			if (first) used.add(/** @type {object} */ (own));
			const trusted = first && isTrusted(own);
			feedBounded({
				kind: "pressed",
				dialogId: String(about?.dialogId ?? invitation?.dialogId ?? ""),
				textVersion: String(about?.textVersion ?? ""),
				action,
				trusted: trusted && /^(click|key)/.test(/** @type {Event} */ (own).type),
				visibleMs: performance.now() - offeredAt,
				ageMs: trusted ? ageOf(own) : 0,
				byPage: true,
			});
		} catch {
			misuse(`${action}() takes the event by which a person answered.`);
		}
	};

	/** @param {State} state */
	const diagnose = async (state) => {
		const blocked = watches?.violations.blocked ?? (await tryPolicy(host.src));
		const page = [...checkPage(blocked, setting("account")), checkMistake(host.last())];
		if (!worker) return [...page, ...checkGiven(host), checkNoPython(state.connection)];
		const told = health.wait(checkNoPython("not answering"));
		feed({ kind: "healthAsked" });
		return [...page, ...(await told)];
	};

	/**
	 * @param {State} state
	 * @returns {Promise<import("./chain.js").Facts>}
	 */
	const facts = async (state) => {
		const checks = await diagnose(state);
		return {
			check: (name) => checks.find((one) => one.check === name),
			journal,
			connection: state.connection,
			python: worker !== null && checks.some(({ check }) => check === "settings"),
			headless: setting("ui") === "none",
			besideWindow: setting("besideWindow") === "ask",
			look: banner.look,
		};
	};

	return {
		start,
		stop() {
			stopped = true;
			ending.abort();
			worker?.terminate();
			worker = null;
			outbox.disconnect();
			banner.remove();
			tag.watch(false);
			links.watch(false);
			watches?.stop();
			health.tell([checkNoPython("stopped")]);
			for (const resolve of askers) resolve(false);
		},
		/** @param {unknown} text */
		feed(text) {
			if (typeof text !== "string") return misuse("feed() takes the text of a frame.");
			if (!worker) void start();
			feedBounded({ kind: "frameFed", text }, text);
		},
		/** @param {unknown} event @param {{dialogId?: unknown, textVersion?: unknown}} [about] */
		accept: (event, about) => answer("accept", event, about),
		/** @param {unknown} event @param {{dialogId?: unknown, textVersion?: unknown}} [about] */
		decline: (event, about) => answer("decline", event, about),
		/** The page has told configure() more: taken in at the next start, judged at once. */
		configured() {
			feedRunning({ ...begun(), kind: "configured" });
		},
		/** @param {{skillId?: unknown} | undefined} options a page may hand over anything */
		open(options) {
			try {
				const skillId = options?.skillId;
				const given = typeof skillId === "string" || typeof skillId === "number";
				// LivePerson joins the conversation and the visit by what its tag knows of the visit.
				const { ssid, svid, scid } = observeTag();
				const kind = "conversationOpened";
				// Before it: where a setting was refused, Python has nothing yet to open it with.
				void start();
				feedBounded({ kind, skillId: given ? String(skillId) : null, ssid, svid, scid });
			} catch {
				misuse("conversation.open() takes an object with a skillId, or nothing.");
			}
		},
		/** @param {unknown} text */
		say(text) {
			if (typeof text !== "string" || text.length > LONGEST_SAID) {
				return misuse(`say() takes text of at most ${LONGEST_SAID} characters.`);
			}
			feedBounded({ kind: "messageSaid", text }, text);
		},
		askToShare: () => feedBounded({ kind: "shareAsked" }),
		close: () => feedBounded({ kind: "conversationClosed" }),
		/**
		 * @param {"check" | "link"} kind `diagnose()`'s answer, or `explain()`'s
		 * @param {State} state
		 * @param {unknown} symptom
		 */
		tell: (kind, state, symptom) =>
			kind === "link" ? explain(symptom, () => facts(state)) : diagnose(state),
		/** @returns {string} JSON */
		record: () => consents.text(),
	};
};
