/** What is measured on the page itself: the same for Tagalong, for stock and for the hand-written client. */
window.bench = (() => {
	const ACCOUNT = "12345678";
	const tagalong = () => /** @type {import("../../../static/tagalong.d.ts").Tagalong} */ (window.tagalong);
	/** @type {string[]} */
	const happened = [];
	/** @type {{start: number, duration: number}[]} */
	const tasks = [];
	let shift = 0;
	new PerformanceObserver((list) => {
		for (const { startTime, duration } of list.getEntries()) tasks.push({ start: startTime, duration });
	}).observe({ type: "longtask", buffered: true });
	new PerformanceObserver((list) => {
		for (const entry of list.getEntries()) shift += /** @type {any} */ (entry).value;
	}).observe({ type: "layout-shift", buffered: true });
	for (const name of ["ready", "connected", "invited", "offered", "active", "cancelled", "ended", "error"]) {
		document.addEventListener(`tagalong:${name}`, () => happened.push(name));
	}

	/**
	 * @template T
	 * @param {string} what
	 * @param {(resolve: (value: T | PromiseLike<T>) => void) => void} begin
	 * @returns {Promise<T>} rejects after a minute: a measurement must not hang
	 */
	const within = (what, begin) =>
		new Promise((resolve, reject) => {
			setTimeout(reject, 60_000, new Error(`waited in vain for ${what}`));
			begin(resolve);
		});

	/** @param {string} name */
	const event = (name) =>
		within(name, (resolve) => document.addEventListener(`tagalong:${name}`, resolve, { once: true }));

	/** Resolves, with the time, once what the page looks like now has been painted. */
	const painted = () =>
		new Promise((resolve) =>
			requestAnimationFrame(() => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
				port2.postMessage(null);
			}),
		);

	/**
	 * @param {string} name
	 * @param {Record<string, string>} attributes
	 */
	const element = (name, attributes) => {
		const made = document.createElement(name);
		for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
		return made;
	};

	/** What stands in the worker's place where Python is on the page's own thread. */
	const inline = () => {
		const sync = {
			/** @param {string} text */
			perform: (text) => {
				const effect = JSON.parse(text);
				if (effect.kind !== "report") return;
				document.dispatchEvent(new CustomEvent(`tagalong:${effect.name}`, { detail: effect.detail }));
			},
		};
		/** @type {any} */ (window).stockSync = sync;
		/** @type {any} */ (window).stockStarted = JSON.stringify({
			kind: "started",
			attributes: { account: ACCOUNT, csds: location.origin, auth: "signup" },
			pageUrl: document.baseURI,
			userAgent: navigator.userAgent,
			ssid: "s",
			svid: "v",
		});
	};

	/** @type {Record<string, string>} what pins the loader, where it is to be pinned */
	let pins = {};

	/** @param {string} base */
	const pin = async (base) => {
		const { files } = await (await fetch(`${base}manifest.json`)).json();
		pins = { integrity: files["tagalong.js"].integrity, crossorigin: "" };
	};

	const EMBEDS = {
		/** @param {string} base */
		ours: (base) =>
			document.head.append(
				element("script", {
					...pins,
					src: `${base}tagalong.js`,
					"data-account": ACCOUNT,
					"data-csds": location.origin,
					"data-auth": "signup",
					"data-start": "load",
				}),
			),
		/** @param {string} base */
		stock: (base) => {
			inline();
			document.body.append(
				element("script", { type: "py", src: `${base}main.py`, config: `${base}pyscript.json` }),
				element("script", { type: "module", src: `${base}core/core.js` }),
			);
		},
		reference: () => document.head.append(element("script", { type: "module", src: "/bench/reference.js" })),
	};

	/** @type {string | null} */
	let startedBy = null;
	document.addEventListener("tagalong:ready", (event) => {
		startedBy = /** @type {CustomEvent} */ (event).detail.by;
	});

	/** @param {string} base */
	const embedFed = async (base) => {
		const ready = event("ready");
		document.head.append(
			element("script", { src: `${base}tagalong.js`, "data-transport": "host", "data-start": "load" }),
		);
		await ready;
	};

	/**
	 * A notification as LivePerson sends it, with one dialog's own id and state.
	 *
	 * @param {string} frame
	 * @param {string} dialogId
	 * @param {Record<string, string>} metaData
	 */
	const about = (frame, dialogId, metaData) => {
		const notification = JSON.parse(frame);
		const { dialogs } = notification.body.changes[0].result.conversationDetails;
		const dialog = dialogs.find((/** @type {any} */ one) => one.channelType === "COBROWSE");
		dialog.dialogId = dialogId;
		Object.assign(dialog.metaData, metaData, { dialogId });
		dialog.state = metaData.sessionState === "CLOSED" ? "CLOSE" : "OPEN";
		return JSON.stringify(notification);
	};

	/** @type {string[]} */
	const published = [];
	let publishedAt = 0;
	const spy = () => {
		const { events } = window.lpTag;
		const { publish } = events;
		events.publish = (/** @type {any[]} */ ...call) => {
			if (call[0] === "lpCoBrowse") {
				published.push(call[1]);
				publishedAt = performance.now();
			}
			return publish.apply(events, call);
		};
	};
	let pressedAt = 0;
	addEventListener(
		"click",
		(click) => {
			pressedAt = click.timeStamp;
		},
		true,
	);

	/** Everything that a script can reach without asking: the window's names, and what prototypes hold. */
	const surface = () => {
		/** @type {Map<string, unknown>} */
		const found = new Map();
		for (const name of Reflect.ownKeys(window)) {
			if (/^\d+$/.test(String(name))) continue;
			found.set(String(name), null);
			const { value } = Object.getOwnPropertyDescriptor(window, name) ?? {};
			for (const [path, holder] of [
				[`${String(name)}.`, value],
				[`${String(name)}.prototype.`, value?.prototype],
			]) {
				if (!holder || holder === window || !/^(function|object)$/.test(typeof holder)) continue;
				if (!/^[A-Z]/.test(String(name))) continue; // the page's own objects may change
				for (const key of Reflect.ownKeys(holder)) {
					const { value: held, get, set } = Object.getOwnPropertyDescriptor(holder, key) ?? {};
					found.set(path + String(key), held ?? get ?? set);
				}
			}
		}
		return found;
	};
	/** @type {Map<string, unknown>} */
	let before;
	const changes = () => {
		const after = surface();
		const names = [...new Set([...before.keys(), ...after.keys()])];
		return names.filter(
			(name) => before.has(name) !== after.has(name) || !Object.is(before.get(name), after.get(name)),
		);
	};

	/** @type {Promise<number>} */
	let shown;
	return {
		happened,
		tasks,
		published,
		spy,
		pin,
		shift: () => shift,
		/** What Python was started from. */
		startedBy: () => startedBy,
		/** Remembers what a script can reach now. */
		remember: () => {
			before = surface();
		},
		/** What has been added, taken away or replaced since. */
		changes,
		/**
		 * @param {"ours" | "stock" | "reference"} kind
		 * @param {string} base where its files are
		 * @returns {Promise<{began: number, connected: number}>} in milliseconds of the epoch
		 */
		embed: async (kind, base) => {
			const connected = event("connected");
			const began = performance.timeOrigin + performance.now();
			EMBEDS[kind](base);
			await connected;
			return { began, connected: performance.timeOrigin + performance.now() };
		},
		embedFed,
		/**
		 * Feeds `frame` many times, and waits until all of it was handled.
		 *
		 * @param {string} frame
		 * @param {number} count
		 * @returns {Promise<number>} milliseconds
		 */
		flood: async (frame, count) => {
			const began = performance.now();
			for (let number = 0; number < count; number += 1) tagalong().feed(frame);
			// It is answered in turn.
			await tagalong().diagnose();
			return performance.now() - began;
		},
		/**
		 * Feeds invitations that are offered and then taken back, one after the other.
		 *
		 * @param {string} frame
		 * @param {number} count
		 */
		invite: async (frame, count) => {
			for (let number = 0; number < count; number += 1) {
				const id = crypto.randomUUID();
				const offered = event("offered");
				tagalong().feed(about(frame, id, { sessionState: "INVITED", mode: "view" }));
				await offered;
				const cancelled = event("cancelled");
				tagalong().feed(about(frame, id, { sessionState: "CLOSED" }));
				await cancelled;
			}
		},
		/**
		 * Makes a button whose press goes to an empty worker and back, and nowhere else.
		 *
		 * @returns {() => number | null} how long that took last, in milliseconds
		 */
		echo: () => {
			const button = element("button", {});
			button.textContent = "Echo";
			const url = URL.createObjectURL(new Blob(["onmessage = () => postMessage(null)"]));
			const worker = new Worker(url);
			/** @type {number | null} */
			let taken = null;
			worker.onmessage = () => {
				taken = performance.now() - pressedAt;
			};
			button.onclick = () => {
				taken = null;
				worker.postMessage(null);
			};
			document.body.append(button);
			return () => taken;
		},
		/** What Python says of itself, where it has probes. */
		probe: () =>
			new Promise((resolve) => {
				const { stockBegan, stockImported } = /** @type {any} */ (window);
				if (stockBegan) {
					const entries = performance.getEntriesByType("resource");
					resolve({
						origin: performance.timeOrigin,
						began: stockBegan,
						imported: stockImported,
						resources: entries.map((one) => [
							one.name,
							one.startTime,
							/** @type {PerformanceResourceTiming} */ (one).responseEnd,
						]),
					});
				}
				const channel = new BroadcastChannel("tagalong-bench");
				channel.onmessage = ({ data }) => {
					channel.close();
					resolve(JSON.parse(data));
				};
				channel.postMessage(null);
			}),
		/** Gets ready to note when the next banner is painted, whoever makes it. */
		await: () => {
			shown = within("a banner", (resolve) => {
				const watch = new MutationObserver(() => {
					if (!document.querySelector("tagalong-banner[data-state=invited], reference-banner")) return;
					watch.disconnect();
					resolve(painted());
				});
				watch.observe(document, { subtree: true, childList: true, attributes: true });
			});
		},
		shown: () => shown,
		/** How long it took from the press to the publication, in milliseconds; null while it has not come. */
		answered: () => (publishedAt > pressedAt ? publishedAt - pressedAt : null),
	};
})();
