/**
 * The loader: all that a page without a conversation loads of Tagalong.
 *
 * It puts `window.tagalong` in place, replays what the page queued on the
 * array before, and fetches the page's half only when something asks for it.
 */

/** @typedef {import("./page/index.js").PageHalf} PageHalf */
/** @typedef {import("./page/index.js").State} State */
/** @typedef {import("./tagalong.js").Tagalong} Tagalong */

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
const LONGEST_SAID = 8000;
// What calls may keep until the half has come: characters, and as many for each call.
const MOST_HELD = 16_000_000;
const CALL = 1000;

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
	/** How much of calls waits for the half. */
	let held = 0;

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
		held = 0;
		/** @type {Promise<typeof import("./page/index.js")>} */
		const coming = import(at);
		const loading = coming.then((module) => {
			document.removeEventListener("securitypolicyviolation", noticeBlocked);
			return module.begin({
				src,
				attributes: { ...script?.dataset },
				configured,
				/** @param {State} changed by a half that was not stopped meanwhile */
				changed: (changed) => {
					if (half === loading) state = changed;
				},
			});
		}, failed);
		half = loading;
		return half;
	};

	/**
	 * @template T
	 * @param {(half: PageHalf) => T} use not called where stop() was, meanwhile
	 * @param {string} [text] what is kept until then
	 */
	const ifAwake = async (use, text = "") => {
		const asked = half;
		const cost = CALL + text.length;
		held += cost;
		if (held > MOST_HELD) {
			const words = "Too many calls at once: what did not fit is dropped.";
			if (held - cost <= MOST_HELD) report("error", { code: "too-many", words });
			return undefined;
		}
		try {
			const loaded = await asked;
			held = 0;
			return loaded && half === asked ? use(loaded) : undefined;
		} catch {
			return misuse("A call was given what Tagalong cannot use.");
		}
	};

	/**
	 * @template T
	 * @param {(half: PageHalf) => T} use
	 * @param {string} [text]
	 */
	const withHalf = (use, text) => {
		if (!half || state === asleep) state = { connection: "starting", invitation: null };
		load();
		return ifAwake(use, text);
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
				Object.assign(configured, settings);
			} catch {
				misuse("configure() takes an object of settings.");
			}
			if (configured.start === "load") startLater();
		},
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
		start: async () => void (await withHalf((loaded) => loaded.start())),
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
			else if (state.connection !== "stopped") void withHalf((loaded) => loaded.feed(text), text);
		},
		/** @param {Event} event */
		accept: (event) => void ifAwake((loaded) => loaded.answer("accept", event)),
		/** @param {Event} event */
		decline: (event) => void ifAwake((loaded) => loaded.answer("decline", event)),
		conversation: {
			/** @param {{skillId?: string}} [options] */
			open: async (options) => {
				try {
					const skillId = options?.skillId;
					await withHalf((loaded) => loaded.open(skillId));
				} catch {
					misuse("conversation.open() takes an object with a skillId, or nothing.");
				}
			},
			/** @param {string} text */
			say: (text) => {
				if (typeof text !== "string" || text.length > LONGEST_SAID) {
					misuse(`say() takes text of at most ${LONGEST_SAID} characters.`);
				} else void ifAwake((loaded) => loaded.say(text), text);
			},
			close: () => void ifAwake((loaded) => loaded.close()),
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
if (!(/** @type {Tagalong | undefined} */ (queued)?.version)) {
	if (isSwitchedOff()) {
		console.info(`Tagalong is switched off here: ${OFF} is in the address or in local storage.`);
	} else if (/^(https?|file):/.test(script?.src ?? "")) {
		install(/** @type {HTMLScriptElement} */ (script).src);
	} else {
		const words = "Tagalong's script needs its src: its other files are found beside it.";
		report("error", { code: "boot", words });
	}
}
