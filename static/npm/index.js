/**
 * Tagalong for pages that are made by a bundler: its script tag, put into the page once.
 *
 * Nothing happens at import. What the settings mean is the loader's business: they are handed
 * over by the queue on which any page pushes.
 */

/** @typedef {import("./index.js").LoadSettings} LoadSettings */
/** @typedef {import("../tagalong.js").Tagalong} Tagalong */
/** @typedef {{settings: LoadSettings, loading: Promise<Tagalong>}} Load */
/** @typedef {{createScriptURL(address: string): string}} Policy */
/** @typedef {{createPolicy(name: string, rules: Policy): Policy}} TrustedTypes what of it is used */

// On the page and not in this module: a page may have several copies of it.
const LOAD = Symbol.for("tagalong-cobrowse");
const POLICY = "tagalong-npm";

/** @returns {Tagalong | undefined} the API, once the loader has put it in place */
const api = () => {
	const there = window.tagalong;
	return there && "version" in there && typeof there.version === "string" ? there : undefined;
};

/**
 * @param {string} base
 * @returns {string} the loader's address
 */
const addressIn = (base) => {
	if (!base || typeof base !== "string") {
		throw new Error("loadTagalong needs `base`, the address of the folder with Tagalong's files.");
	}
	try {
		return new URL("tagalong.js", new URL(base.replace(/\/?$/, "/"), location.href)).href;
	} catch (cause) {
		throw new Error(`loadTagalong's \`base\` is no address: ${base}`, { cause });
	}
};

/**
 * @param {HTMLScriptElement} script
 * @param {string} address
 */
const give = (script, address) => {
	const { trustedTypes } = /** @type {{trustedTypes?: TrustedTypes}} */ (/** @type {unknown} */ (window));
	let trusted = address;
	try {
		const policy = trustedTypes?.createPolicy(POLICY, { createScriptURL: String });
		if (policy) trusted = policy.createScriptURL(address);
	} catch {
		// The page's policy forbids the name: it may want no trusted types all the same.
	}
	try {
		script.src = trusted;
	} catch (cause) {
		throw new Error(`The page's policy wants trusted types: add ${POLICY} to its trusted-types.`, { cause });
	}
};

/** @param {LoadSettings} settings */
const load = async ({ base, nonce, ...settings }) => {
	/** @param {Tagalong} tagalong */
	const configure = (tagalong) => tagalong.configure(settings);
	const there = api();
	if (there) {
		configure(there);
		return there;
	}
	const address = addressIn(base);
	const script = document.createElement("script");
	if (nonce) script.nonce = nonce;
	give(script, address);
	// An element with the id "tagalong" is no queue.
	const queue = Array.isArray(window.tagalong) ? window.tagalong : [];
	window.tagalong = queue;
	queue.push(configure);
	try {
		await new Promise((resolve, reject) => {
			script.onload = resolve;
			script.onerror = () =>
				reject(
					new Error(
						`Tagalong could not be loaded from ${address}: the file is missing there, or the network, the page's policy (script-src) or a blocker keeps it away.`,
					),
				);
			document.head.append(script);
		});
		const loaded = api();
		if (loaded) return loaded;
		throw new Error(
			`Tagalong is switched off: ${address} has put none in place. That file is empty or another one, or tagalong-off is set in this browser.`,
		);
	} catch (error) {
		script.remove();
		queue.splice(queue.indexOf(configure), 1);
		throw error;
	}
};

/**
 * @param {unknown} value
 * @returns {unknown} what can be compared; functions are alike, because a component makes them anew
 */
const comparable = (value) => {
	if (typeof value === "function") return "a function";
	return typeof value === "object" && value ? Object.entries(value).join() : (value ?? undefined);
};

/**
 * @param {LoadSettings} first
 * @param {LoadSettings} again
 */
const warnOfOther = (first, again) => {
	const names = /** @type {(keyof LoadSettings)[]} */ (Object.keys({ ...first, ...again }));
	const other = names.filter((name) => comparable(first[name]) !== comparable(again[name]));
	if (!other.length) return;
	console.warn(
		`loadTagalong was called again with other settings (${other.join(", ")}): the first call's hold. Change them by tagalong.configure().`,
	);
};

/** @type {typeof import("./index.js").loadTagalong} */
export const loadTagalong = (settings) => {
	if (typeof window === "undefined" || typeof document === "undefined") {
		/** @type {Promise<Tagalong>} */
		const nowhere = Promise.reject(
			new Error("There is no page here, where Tagalong could run: call loadTagalong in the browser."),
		);
		// A module that calls it as it is imported would end a server's process.
		nowhere.catch(() => {});
		return nowhere;
	}
	const page = /** @type {{[LOAD]?: Load}} */ (window);
	const earlier = page[LOAD];
	if (earlier) {
		warnOfOther(earlier.settings, settings);
		return earlier.loading;
	}
	const loading = load({ ...settings }).catch((error) => {
		delete page[LOAD];
		throw error;
	});
	page[LOAD] = { settings: { ...settings }, loading };
	return loading;
};
