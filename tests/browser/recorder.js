/** Records what a page sees of Tagalong: its events, and every publication to the tag. */
window.recorder = (() => {
	const NAMES = [
		...["ready", "connected", "disconnected", "invited", "offered", "accepted", "declined", "active"],
		...["ended", "cancelled", "expired", "elsewhere", "unsupported", "failed", "refused", "consent"],
		...["message", "error", "stopped"],
	];
	const KEY = "recorder:events";
	// Kept across the pages of a visit, where the page has storage.
	let own = "[]";
	const events = () => {
		try {
			return JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
		} catch {
			return JSON.parse(own);
		}
	};
	// A page of the tests' may put `toJSON` on everything: what is recorded is not to suffer from it.
	const textOf = (value) => {
		const prototypes = [Array.prototype, Object.prototype, String.prototype];
		const kept = prototypes.map((one) => Object.getOwnPropertyDescriptor(one, "toJSON"));
		for (const one of prototypes) delete one.toJSON;
		const text = JSON.stringify(value);
		kept.forEach((one, index) => {
			if (one) Object.defineProperty(prototypes[index], "toJSON", one);
		});
		return text;
	};
	const keep = (all) => {
		own = textOf(all);
		try {
			sessionStorage.setItem(KEY, own);
		} catch {
			// `own` has it.
		}
	};
	for (const name of NAMES) {
		document.addEventListener(`tagalong:${name}`, (event) => keep([...events(), [name, event.detail]]));
	}

	// The bus appears with tag.js: wrap its publish when it is put in place.
	const published = [];
	let bannerSince = Number.POSITIVE_INFINITY;
	let changes = 0;
	let parent;
	let lpTag;
	const wrapEvents = (tag) => {
		let bus = tag.events;
		Object.defineProperty(tag, "events", {
			configurable: true,
			enumerable: true,
			get: () => bus,
			set: (given) => {
				const publish = given.publish?.bind(given);
				if (publish) {
					given.publish = (app, name, data) => {
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
	// From the frame that is really painted: the first of a banner may take an engine half a second.
	const countAge = () => {
		bannerSince = Number.POSITIVE_INFINITY;
		changes += 1;
		const mine = changes;
		requestAnimationFrame(() =>
			requestAnimationFrame(() => {
				if (mine === changes) bannerSince = performance.now();
			}),
		);
	};
	new MutationObserver(() => {
		const banner = document.querySelector("tagalong-banner");
		const state = banner?.dataset.state;
		// A banner that has moved, into a host's dialog say, is a new one to the eye.
		if (state !== recorder.state || banner?.parentNode !== parent) {
			recorder.state = state;
			parent = banner?.parentNode;
			countAge();
		}
	}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
	const tasks = [];
	new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration))).observe({
		type: "longtask",
		buffered: true,
	});
	return { events, published, tasks, bannerAge: () => performance.now() - bannerSince, state: undefined };
})();
