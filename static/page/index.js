/**
 * The page's half: boots the worker, carries messages between it and the page,
 * and obeys. It holds no rule: what is offered, shown, published or refused is
 * decided in Python (`app/core`).
 */
import { createBanner } from "./banner.js";
import { decide, decisions, watchDecisions } from "./decision.js";
import { diagnose } from "./diagnose.js";
import { checkEnvironment, Trouble } from "./environment.js";
import { watchLifecycle } from "./lifecycle.js";
import { createMemory } from "./memory.js";
import { createTag } from "./tag.js";
import { bootWorker } from "./worker.js";

/**
 * @typedef {{dialogId: string, state: string, mode: string, expiresAtMs: number}} Invitation
 * @typedef {{connection: string, invitation: Invitation | null}} State
 * @typedef {{src: string, attributes: Record<string, unknown>, configured: Record<string, unknown>, changed: (state: State) => void}} Host
 * @typedef {ReturnType<typeof create>} PageHalf
 */

export { diagnose };

const FUNCTION = "(function)";

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

	/** @param {object} event */
	const feed = (event) => {
		if (worker) worker.feed(JSON.stringify(event));
		else waiting.push(event);
	};
	const tag = createTag(feed);
	const banner = createBanner(feed);
	const stopWatching = watchLifecycle(() => {
		if (worker) feed({ kind: "cameBack" });
	});
	const stopListening = watchDecisions((decisions) => {
		if (worker) feed({ kind: "decidedElsewhere", decisions });
	});

	const askToken = async () => {
		const getToken = host.configured.getToken;
		let token = null;
		try {
			token = typeof getToken === "function" ? await getToken() : null;
		} catch {
			// The page could not get one: Python says so in words.
		}
		feed({ kind: "tokenSupplied", token: typeof token === "string" ? token : null });
	};

	/** @param {State} state */
	const remember = (state) => {
		const { dialogId, state: now } = state.invitation ?? {};
		if (now === "offered" && (invitation?.state !== now || invitation.dialogId !== dialogId)) {
			offeredAt = performance.now();
		}
		invitation = state.invitation;
		host.changed(state);
	};

	/**
	 * @param {any} effect one of `app/core/effects.py`, as JSON
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
				return feed({
					kind: "published",
					dialogId: effect.dialogId,
					name: effect.name,
					heard: tag.publish(effect.name, effect.data),
				});
			case "decide":
				return void decide(effect.dialogId, effect.outcome).then((won) =>
					feed({ kind: "decided", dialogId: effect.dialogId, outcome: effect.outcome, won }),
				);
			case "askToken":
				return void askToken();
			case "remember":
				return memory.keep(effect.what, effect.value);
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
	});

	const boot = async () => {
		const began = performance.now();
		try {
			checkEnvironment();
			const booted = await bootWorker(host.src, (text) => {
				// Total: what fails on the page must not reach the worker, nor the page's own handlers.
				try {
					perform(JSON.parse(text));
				} catch (error) {
					console.error("tagalong:", error);
				}
			});
			if (stopped) return booted.terminate();
			worker = booted;
			report("ready", { bootMs: Math.round(performance.now() - began) });
			feed(started());
			for (const event of waiting.splice(0)) feed(event);
		} catch (error) {
			if (stopped) return;
			const trouble = error instanceof Trouble ? error : new Trouble("boot");
			starting = null;
			waiting.length = 0;
			host.changed({ connection: "stopped", invitation: null });
			report("error", { code: trouble.code, words: trouble.message });
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
			worker?.terminate();
			worker = null;
			banner.remove();
			tag.watch(false);
			stopWatching();
			stopListening();
			memory.forget();
			report("stopped", {});
		},
		/** @param {unknown} text */
		feed(text) {
			void start();
			if (typeof text === "string") feed({ kind: "frameFed", text });
		},
		/**
		 * @param {"accept" | "decline"} action
		 * @param {unknown} event
		 */
		answer(action, event) {
			const fresh = event instanceof Event && !used.has(event);
			if (fresh) used.add(event);
			feed({
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
			feed({ kind: "conversationOpened", skillId: skillId == null ? null : String(skillId) });
			return start();
		},
		/** @param {unknown} text */
		say: (text) => feed({ kind: "messageSaid", text: String(text) }),
		close: () => feed({ kind: "conversationClosed" }),
	};
};

/** @returns {string} 32 random hexadecimal digits, on pages without https: too */
const randomId = () =>
	[...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

/**
 * @param {unknown} value
 * @returns {unknown} what of `value` is plain data; a configuration may hold anything
 */
const plain = (value) => {
	try {
		return JSON.parse(JSON.stringify(value));
	} catch {
		return null;
	}
};
