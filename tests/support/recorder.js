/**
 * Records what a page sees of Tagalong: its events, and every publication to
 * the tag. EVENTS are the events' names, written above it as a page gets it.
 */
window.recorder = (() => {
	const KEY = "recorder:events";
	// Kept across the pages of a visit, where the page has storage.
	let own = "[]";
	const events = () => {
		try {
			return JSON.parse(sessionStorage.getItem(KEY) ?? own);
		} catch {
			return JSON.parse(own);
		}
	};
	// A page of the tests' may put `toJSON` on everything: what is recorded is not to suffer from it.
	/** @param {unknown} value */
	const textOf = (value) => {
		/** @type {any[]} */
		const prototypes = [Array.prototype, Object.prototype, String.prototype];
		const kept = prototypes.map((one) => Object.getOwnPropertyDescriptor(one, "toJSON"));
		for (const one of prototypes) delete one.toJSON;
		const text = JSON.stringify(value);
		kept.forEach((one, index) => {
			if (one) Object.defineProperty(prototypes[index], "toJSON", one);
		});
		return text;
	};
	/** @param {unknown[]} all */
	const keep = (all) => {
		own = textOf(all);
		try {
			sessionStorage.setItem(KEY, own);
		} catch {
			// `own` has it.
		}
	};
	for (const name of EVENTS) {
		document.addEventListener(`tagalong:${name}`, (event) => {
			keep([...events(), [name, /** @type {CustomEvent} */ (event).detail]]);
		});
	}

	// The bus appears with tag.js: wrap its publish when it is put in place.
	/** @type {[string, unknown][]} */
	const published = [];
	let bannerSince = Number.POSITIVE_INFINITY;
	/** @type {any} */
	let lpTag;
	/** @param {any} tag */
	const wrapEvents = (tag) => {
		let bus = tag.events;
		Object.defineProperty(tag, "events", {
			configurable: true,
			enumerable: true,
			get: () => bus,
			set: (given) => {
				const publish = given.publish?.bind(given);
				if (publish) {
					given.publish = (
						/** @type {string} */ app,
						/** @type {string} */ name,
						/** @type {object} */ data,
					) => {
						const plain = Object.getPrototypeOf(data) === Object.prototype;
						if (app === "lpCoBrowse") published.push([name, plain ? { ...data } : "not a plain object"]);
						return publish(app, name, data);
					};
				}
				bus = given;
			},
		});
	};
	Object.defineProperty(window, "lpTag", {
		configurable: true,
		get: () => lpTag,
		set: (given) => {
			if (given !== lpTag) wrapEvents(given);
			lpTag = given;
		},
	});
	// From when the browser says that the answer is in sight: a busy machine may take long to say so.
	const options = { threshold: [0.9], trackVisibility: true, delay: 100 };
	/** @type {IntersectionObserver | undefined} */
	let observer;
	/** @type {Element | null} */
	let button = null;
	/** @type {Node | null | undefined} */
	let parent;
	/**
	 * @param {Document | ShadowRoot} root a host's own element may have the banner within it
	 * @returns {Element | null}
	 */
	const find = (root) => {
		const found = root.querySelector("tagalong-banner");
		if (found) return found;
		for (const { shadowRoot } of root.querySelectorAll("*")) {
			const within = shadowRoot && find(shadowRoot);
			if (within) return within;
		}
		return null;
	};
	const bannerAge = () => {
		const banner = find(document);
		const root = banner?.shadowRoot;
		const accept = root?.querySelector(".accept, .again") ?? root?.querySelector(".banner") ?? null;
		// A banner that has moved, into a host's dialog say, is a new one to the eye.
		if (accept !== button || banner?.parentNode !== parent) {
			button = accept;
			parent = banner?.parentNode;
			bannerSince = Number.POSITIVE_INFINITY;
			observer?.disconnect();
			observer = new IntersectionObserver((entries) => {
				// `isVisible` is Chromium's, and not in the types.
				const { intersectionRatio, isVisible } = /** @type {any} */ (entries.at(-1));
				const seen = intersectionRatio >= 0.9 && isVisible !== false;
				bannerSince = seen ? performance.now() : Number.POSITIVE_INFINITY;
			}, options);
			if (accept) observer.observe(accept);
		}
		return performance.now() - bannerSince;
	};
	return { events, published, bannerAge };
})();
