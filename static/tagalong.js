/**
 * The loader: all that a page without a conversation loads of Tagalong.
 *
 * It puts `window.tagalong` in place, replays what the page queued on the
 * array before, and fetches the page's half only when something asks for it.
 */

/** @typedef {import("./page/index.js").PageHalf} PageHalf */
/** @typedef {import("./page/index.js").State} State */

const running = /** @type {HTMLScriptElement | null} */ (document.currentScript);
/**
 * Our element. Of several copies the document's first gives the settings, whichever runs first;
 * a module, or a script that a loader of the page's evaluates, is not told its own element.
 */
const script =
	[...document.scripts].find(({ src }) =>
		running ? src === running.src : /\/tagalong(-[\d.]+)?\.js([?#]|$)/.test(src),
	) ?? null;
const queued = window.tagalong;
const OFF = "tagalong-off";

/**
 * @param {string} name
 * @param {object} detail
 */
const report = (name, detail) => document.dispatchEvent(new CustomEvent(`tagalong:${name}`, { detail }));

/** @param {string} words what a call of the page's was given wrongly: told, never thrown at it */
const misuse = (words) => report("error", { code: "bad-setting", words });

/** @returns {boolean} whether an earlier page of the visit left a conversation open */
const remembersConversation = () => {
	try {
		return sessionStorage.getItem("tagalong:opened") !== null;
	} catch {
		return false; // storage is blocked: nothing can be remembered
	}
};

/** @returns {boolean} whether somebody has switched Tagalong off: on this page, or in this browser */
const isSwitchedOff = () => {
	if (new RegExp(`[?&#]${OFF}\\b`).test(location.href)) return true;
	try {
		return localStorage.getItem(OFF) !== null;
	} catch {
		return false;
	}
};

/** @returns {{code: string, words: string}} */
const why = (/** @type {string} */ blocked) => {
	if (blocked) {
		const words = `The page's content security policy blocks Tagalong's files. (${blocked})`;
		return { code: "blocked-by-csp", words };
	}
	const words =
		location.protocol === "file:"
			? "A page opened as a file cannot load Tagalong: open it through a web server."
			: "Tagalong's own files could not be loaded.";
	return { code: "boot", words };
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
	let blocked = "";
	/** @param {SecurityPolicyViolationEvent} event */
	const noticeBlocked = ({ blockedURI, disposition, effectiveDirective }) => {
		if (blockedURI === at && disposition === "enforce") blocked = `${effectiveDirective} ${blockedURI}`;
	};

	const failed = async () => {
		// The policy's own report may come a moment after the failure that it caused.
		await new Promise((resolve) => setTimeout(resolve, 50));
		document.removeEventListener("securitypolicyviolation", noticeBlocked);
		half = null;
		state = { connection: "stopped", invitation: null };
		report("error", why(blocked));
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
		if (!half || state === asleep) state = { connection: "starting", invitation: null };
		const loaded = await load();
		return loaded ? use(loaded) : undefined;
	};

	/** A start that waits for its moment, which stop() calls off. */
	const pending = new AbortController();
	const { signal } = pending;
	const startWhenSeen = () => {
		if (signal.aborted) return;
		// A tab that nobody looks at waits until somebody does.
		if (document.visibilityState === "visible") void tagalong.start();
		else document.addEventListener("visibilitychange", startWhenSeen, { once: true, signal });
	};
	let scheduled = false;
	const startLater = () => {
		if (scheduled) return;
		scheduled = true;
		const whenIdle = () =>
			"requestIdleCallback" in window ? requestIdleCallback(startWhenSeen) : setTimeout(startWhenSeen, 200);
		if (document.readyState === "complete") whenIdle();
		else addEventListener("load", whenIdle, { once: true, signal });
	};

	const tagalong = {
		version: VERSION,
		get state() {
			return JSON.parse(JSON.stringify(state));
		},
		/** @param {Record<string, unknown>} settings */
		configure: (settings) => {
			try {
				if (Object(settings) !== settings) throw settings;
				Object.assign(configured, settings);
			} catch {
				misuse("configure() takes an object of settings.");
			}
			if (configured.start === "load") startLater();
		},
		/** @param {...(tagalong: object) => unknown} functions */
		push: (...functions) => {
			for (const call of functions) {
				try {
					if (typeof call === "function") call(tagalong);
					else misuse("push() takes functions.");
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
			if (typeof name !== "string" || typeof call !== "function") {
				misuse("on() takes an event's name and a function.");
				return () => {};
			}
			/** @param {Event} event */
			const listener = (event) => call(/** @type {CustomEvent} */ (event).detail);
			document.addEventListener(`tagalong:${name}`, listener);
			return () => document.removeEventListener(`tagalong:${name}`, listener);
		},
		start: () => withHalf((loaded) => loaded.start()),
		stop: async () => {
			pending.abort();
			// Loaded if need be: an earlier page of the visit may have left a token.
			const ending = load();
			half = null;
			state = { connection: "stopped", invitation: null };
			(await ending)?.stop();
		},
		/** @param {string} text of no use after a failure or stop(): only start() begins anew */
		feed: (text) => {
			if (typeof text !== "string") misuse("feed() takes the text of a frame.");
			else if (state.connection !== "stopped") void withHalf((loaded) => loaded.feed(text));
		},
		/** @param {Event} event */
		accept: (event) => void half?.then((loaded) => loaded?.answer("accept", event)),
		/** @param {Event} event */
		decline: (event) => void half?.then((loaded) => loaded?.answer("decline", event)),
		conversation: {
			/** @param {{skillId?: string}} [options] */
			open: (options) => withHalf((loaded) => loaded.open(options?.skillId)),
			/** @param {string} text */
			say: (text) => {
				if (typeof text !== "string") misuse("say() takes text.");
				else void half?.then((loaded) => loaded?.say(text));
			},
			close: () => void half?.then((loaded) => loaded?.close()),
		},
		diagnose: async () => {
			const loaded = await load();
			const words = "Tagalong's own files could not be loaded: see the error event.";
			return loaded ? loaded.diagnose(state) : [{ check: "files", ok: false, words }];
		},
	};
	window.tagalong = tagalong;
	if (Array.isArray(queued)) tagalong.push(...queued);
	if (script?.dataset.start === "load") startLater();
	else if (remembersConversation()) startWhenSeen();
};

// A second copy does nothing; an element with the id "tagalong" is none.
if (!queued?.version) {
	if (isSwitchedOff()) {
		console.info(`Tagalong is switched off here: ${OFF} is in the address or in local storage.`);
	} else if (/^(https?|file):/.test(script?.src ?? "")) {
		install(/** @type {HTMLScriptElement} */ (script).src);
	} else {
		const words = "Tagalong's script needs its src: its other files are found beside it.";
		report("error", { code: "boot", words });
	}
}
