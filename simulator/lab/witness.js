/**
 * Reports to the stand-in what happens on the page: what is published to the
 * tag, Tagalong's events, and what its banner shows. Joined to tag.js by the
 * server, within the same function: ACCOUNT, ORIGIN, NONCE and `bus` are the tag's,
 * EVENTS those of `names.js`.
 *
 * It only looks: what `publish` is given and returns stays what it was.
 */
const REPORT_MS = 30;
const page = crypto.randomUUID().slice(0, 8);
const play = new URLSearchParams(location.search).get("play") ?? "";
/** @type {{ at: number }[]} */
let notes = [];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let reporting;

const report = () => {
	clearTimeout(reporting);
	reporting = undefined;
	if (!notes.length) return;
	const now = Date.now();
	const dated = notes.map(({ at, ...one }) => ({ ...one, agoMs: now - at }));
	const body = JSON.stringify({ nonce: NONCE, page, play, notes: dated });
	notes = [];
	// The limit of what a page may still send while it is left is 64 KB.
	fetch(`${ORIGIN}/cobrowse/${ACCOUNT}/witness`, {
		method: "POST",
		body,
		keepalive: body.length < 60_000,
	}).catch(() => {});
};

/**
 * @param {object} noted
 * @param {number} [at] when it was; what a listener does about it comes after
 */
const note = (noted, at = Date.now()) => {
	notes.push({ ...noted, at });
	reporting ??= setTimeout(report, REPORT_MS);
};

/** @param {unknown} data */
const asJson = (data) => {
	try {
		return JSON.parse(JSON.stringify(data) ?? "null");
	} catch {
		return String(data);
	}
};

/** @param {unknown} data */
const isPlain = (data) =>
	typeof data === "object" && data !== null && Object.getPrototypeOf(data) === Object.prototype;

for (const method of /** @type {const} */ (["publish", "trigger"])) {
	const original = bus[method];
	if (typeof original !== "function") continue;
	bus[method] = function (/** @type {any[]} */ ...args) {
		const before = { data: asJson(args[2]), plain: isPlain(args[2]) };
		const at = Date.now();
		const result = original.apply(this, args);
		const named = typeof args[0] === "object" ? args[0] : { appName: args[0], eventName: args[1] };
		note(
			{
				kind: "tag",
				app: String(named?.appName),
				name: String(named?.eventName),
				...before,
				heard: result !== false,
			},
			at,
		);
		return result;
	};
}

for (const name of EVENTS) {
	document.addEventListener(`tagalong:${name}`, (event) => {
		note({ kind: "event", name, data: asJson(/** @type {CustomEvent} */ (event).detail) });
	});
}

let shown = "none";
const look = () => {
	const banner = /** @type {HTMLElement | null} */ (document.querySelector("tagalong-banner"));
	const state = banner?.dataset.state ?? "none";
	if (state === shown) return;
	shown = state;
	note({ kind: "banner", name: state, data: null });
};
new MutationObserver(look).observe(document.documentElement, {
	attributes: true,
	attributeFilter: ["data-state"],
	childList: true,
	subtree: true,
});

note({ kind: "page", name: location.pathname, data: null });
window.addEventListener("pagehide", report);
look();
