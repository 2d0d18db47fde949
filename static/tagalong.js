/**
 * The loader: all that a page without a conversation loads of Tagalong.
 *
 * It puts `window.tagalong` in place, replays what the page queued on the
 * array before, and fetches the page's half only when something asks for it.
 */

/** @typedef {import("./page/index.js").PageHalf} PageHalf */
/** @typedef {import("./page/index.js").State} State */

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
const queued = window.tagalong;

/**
 * @param {string} name
 * @param {object} detail
 */
const report = (name, detail) => document.dispatchEvent(new CustomEvent(`tagalong:${name}`, { detail }));

/** @returns {boolean} whether an earlier page of the visit left a conversation open */
const remembersConversation = () => {
	try {
		return sessionStorage.getItem("tagalong:opened") !== null;
	} catch {
		return false; // storage is blocked: nothing can be remembered
	}
};

/** @param {string} src */
const install = (src) => {
	/** @type {State} */
	const asleep = { connection: "asleep", invitation: null };
	let state = asleep;
	/** @type {Record<string, unknown>} */
	const configured = {};
	/** @type {Promise<PageHalf | null> | null} */
	let half = null;

	const at = new URL(PAGE, src).href;
	let blocked = false;
	/** @param {SecurityPolicyViolationEvent} event */
	const noticeBlocked = ({ blockedURI }) => {
		blocked ||= blockedURI === at;
	};

	const failed = async () => {
		// The policy's own report may come a moment after the failure that it caused.
		await new Promise((resolve) => setTimeout(resolve, 50));
		document.removeEventListener("securitypolicyviolation", noticeBlocked);
		half = null;
		state = { connection: "stopped", invitation: null };
		report(
			"error",
			blocked
				? { code: "blocked-by-csp", words: "The page's content security policy blocks Tagalong's files." }
				: { code: "boot", words: "Tagalong's own files could not be loaded." },
		);
		return null;
	};

	const load = () => {
		if (half) return half;
		document.addEventListener("securitypolicyviolation", noticeBlocked);
		half = import(at).then((module) => {
			document.removeEventListener("securitypolicyviolation", noticeBlocked);
			return module.begin({
				src,
				attributes: { ...script?.dataset },
				configured,
				/** @param {State} changed */
				changed: (changed) => {
					state = changed;
				},
			});
		}, failed);
		return half;
	};

	/**
	 * @template T
	 * @param {(half: PageHalf) => T} use
	 */
	const withHalf = async (use) => {
		if (!half) state = { connection: "starting", invitation: null };
		const loaded = await load();
		return loaded ? use(loaded) : undefined;
	};

	let scheduled = false;
	const startLater = () => {
		if (scheduled) return;
		scheduled = true;
		const begin = () => {
			// A tab that nobody looks at waits until somebody does.
			if (document.visibilityState === "visible") void tagalong.start();
			else document.addEventListener("visibilitychange", begin, { once: true });
		};
		const whenIdle = () =>
			"requestIdleCallback" in window ? requestIdleCallback(begin) : setTimeout(begin, 200);
		if (document.readyState === "complete") whenIdle();
		else addEventListener("load", whenIdle, { once: true });
	};

	const tagalong = {
		version: VERSION,
		get state() {
			return structuredClone(state);
		},
		/** @param {Record<string, unknown>} settings */
		configure: (settings) => {
			Object.assign(configured, settings);
			if (configured.start === "load") startLater();
		},
		/** @param {...(tagalong: object) => unknown} functions */
		push: (...functions) => {
			for (const call of functions) {
				try {
					call(tagalong);
				} catch (error) {
					console.error(error); // the page's own mistake, in its own words
				}
			}
		},
		/**
		 * @param {string} name
		 * @param {(detail: unknown) => void} call
		 * @returns {() => void} takes it off again
		 */
		on: (name, call) => {
			/** @param {Event} event */
			const listener = (event) => call(/** @type {CustomEvent} */ (event).detail);
			document.addEventListener(`tagalong:${name}`, listener);
			return () => document.removeEventListener(`tagalong:${name}`, listener);
		},
		start: () => withHalf((loaded) => loaded.start()),
		stop: async () => {
			// Loaded if need be: an earlier page of the visit may have left a token.
			const ending = load();
			half = null;
			state = { connection: "stopped", invitation: null };
			(await ending)?.stop();
		},
		/** @param {string} text */
		feed: (text) => void withHalf((loaded) => loaded.feed(text)),
		/** @param {Event} event */
		accept: (event) => void half?.then((loaded) => loaded?.answer("accept", event)),
		/** @param {Event} event */
		decline: (event) => void half?.then((loaded) => loaded?.answer("decline", event)),
		conversation: {
			/** @param {{skillId?: string}} [options] */
			open: (options = {}) => withHalf((loaded) => loaded.open(options.skillId)),
			/** @param {string} text */
			say: (text) => void half?.then((loaded) => loaded?.say(text)),
			close: () => void half?.then((loaded) => loaded?.close()),
		},
		diagnose: () => import(at).then((module) => module.diagnose(state)),
	};
	window.tagalong = tagalong;
	if (Array.isArray(queued)) tagalong.push(...queued);
	if (script?.dataset.start === "load") startLater();
	else if (remembersConversation()) void tagalong.start();
};

// A second copy does nothing.
if (script?.src && (!queued || Array.isArray(queued))) install(script.src);
