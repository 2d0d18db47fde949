/**
 * The page's half: boots the worker, carries messages between it and the page,
 * and obeys. It holds no rule: what is offered, shown, published or refused is
 * decided in Python (`app/core`).
 */
import { createBanner } from "./banner.js";
import { decisions, forgetOldDecisions } from "./decision.js";
import { checkGiven, checkNoPython, checkPage } from "./diagnose.js";
import { checkEnvironment, Trouble } from "./environment.js";
import { createHealth } from "./health.js";
import { watchLifecycle } from "./lifecycle.js";
import { createMemory } from "./memory.js";
import { createOutbox } from "./outbox.js";
import { createPerform } from "./perform.js";
import { createSnapshot } from "./snapshot.js";
import { started } from "./started.js";
import { createTabs } from "./tabs.js";
import { createTag } from "./tag.js";
import { watchViolations } from "./violations.js";
import { bootWorker } from "./worker.js";

/**
 * @typedef {{connection: import("./border.js").ConnectionState | "starting", invitation: import("./border.js").InvitationView | null}} State
 * @typedef {{src: string, attributes: Record<string, unknown>, configured: Record<string, unknown>, changed: (state: State) => void}} Host
 * @typedef {ReturnType<typeof create>} PageHalf
 */

// States of the connection in which there may be a socket.
const ON_SOCKET = ["connecting", "connected"];

/** @type {Map<string, Record<string, string>>} what this page's tag was offered, by dialog: Python may be started anew */
const offered = new Map();

/**
 * @param {import("./border.js").EventName} name
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
	/** @type {State["invitation"]} */
	let invitation = null;
	let offeredAt = 0;
	const used = new WeakSet();
	const memory = createMemory();
	const ending = new AbortController();
	const snapshot = createSnapshot(host.src, memory, ending.signal);
	/** @type {{violations: ReturnType<typeof watchViolations>, stop: () => void} | null} */
	let watches = null;
	/** How the connection stands, as Python said last. */
	let connection = "";
	/** Whether Python was ended because the page was frozen before it had closed its socket. */
	let suspended = false;

	const { feed, feedRunning, feedBounded, ...outbox } = createOutbox((words) =>
		report("error", { code: "too-many", words }),
	);
	const health = createHealth();
	const tag = createTag(feed);
	const banner = createBanner(feed);
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
				outbox.feedNow({ kind: "wentAway" });
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

	/** @param {State} state */
	const remember = (state) => {
		const { dialogId, state: now } = state.invitation ?? {};
		if (now === "offered" && (invitation?.state !== now || invitation.dialogId !== dialogId)) {
			offeredAt = performance.now();
		}
		({ connection, invitation } = state);
		if (connection === "connected") snapshot.fetchLater();
		host.changed(state);
	};

	const { configured } = host;
	const means = { banner, tag, tabs, memory, health, offered, configured, feed, report, remember };
	const perform = createPerform(means);
	const begun = () => started(host, memory, tag, offered);

	/** @param {string} text one effect; what fails on the page must not reach the worker, nor the page's own handlers */
	const obey = (text) => {
		if (stopped) return; // what was on its way comes too late
		try {
			perform(JSON.parse(text));
		} catch (error) {
			console.error("tagalong:", error);
		}
	};

	/** @param {State["connection"]} state the connection's, without Python; start() would boot it anew */
	const endWorker = (state) => {
		worker?.terminate();
		worker = null;
		starting = null;
		outbox.disconnect();
		tag.watch(false);
		banner.show(null);
		const left = { connection: state, invitation: null };
		host.changed(left);
		health.tell([checkNoPython(state)]);
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
				snapshot,
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
			report("ready", { bootMs: Math.round(performance.now() - began), by: snapshot.by() });
			outbox.connect(booted, begun());
		} catch (error) {
			snapshot.forget();
			if (stopped) return;
			const trouble = error instanceof Trouble ? error : new Trouble("boot");
			end(trouble.message, trouble.code);
		}
	};

	const start = () => {
		if (worker) feed(begun());
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
			outbox.disconnect();
			banner.remove();
			tag.watch(false);
			watches?.stop();
			health.tell([checkNoPython("stopped")]);
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
			if (!worker) return [...page, ...checkGiven(host), checkNoPython(state.connection)];
			const told = health.wait(checkNoPython("not answering"));
			feed({ kind: "healthAsked" });
			return [...page, ...(await told)];
		},
	};
};
