/**
 * The stand-in for LivePerson's tag.js, joined by the server to its event bus.
 * Around it stand ACCOUNT, ORIGIN, MONITORING_DELAY, TAGLET, PUBLISHES, STRANGER, STAGED and ChronosRoot.
 *
 * It takes the page's stub over: `events` becomes the real bus, what the stub
 * queued is replayed, and the taglets appear; monitoring learns its ids late,
 * and anew after each `newPage`.
 */
const stub = window.lpTag ?? {};
const bus = new ChronosRoot.Chronos.Events({ cloneEventData: true });
/** As the tag's own scripts publish, whatever is made of the bus for others. */
const fire = bus.publish?.bind(bus);
if (!PUBLISHES) bus.publish = undefined;
if (STRANGER) {
	bus.bind({
		appName: "*",
		func: () => {
			throw new Error("the simulated stranger's listener throws");
		},
	});
}
const queued = [...(stub._defB ?? []), ...(stub._defT ?? []), ...(stub._defL ?? [])];
let began = Date.now();

/** @param {string} prefix */
const visitId = (prefix) => {
	const name = `lp-simulator-${prefix}`;
	const id =
		sessionStorage.getItem(name) ?? `${prefix}${crypto.randomUUID().replaceAll("-", "").slice(0, 20)}`;
	sessionStorage.setItem(name, id);
	return id;
};

const monitoringKnows = () => MONITORING_DELAY >= 0 && Date.now() - began >= MONITORING_DELAY;
const monitoring = {
	getSid: () => (monitoringKnows() ? visitId("S") : undefined),
	getVid: () => (monitoringKnows() ? visitId("V") : undefined),
};

/** LivePerson's cookies on the customer's domain; a page without an origin has none. */
const keepCookies = () => {
	try {
		for (const cookie of [`LPVID=${visitId("V")}`, `LPSID-${ACCOUNT}=${visitId("S")}`]) {
			// biome-ignore lint/suspicious/noDocumentCookie: as the tag does, in every browser.
			document.cookie = `${cookie}; path=/; SameSite=Lax`;
		}
	} catch {
		// The ids are with the taglet all the same.
	}
};

/** Monitoring learns its ids, and says so to who listens. */
const monitor = () => {
	if (MONITORING_DELAY < 0) return;
	setTimeout(() => {
		keepCookies();
		fire?.("lp_SMT", "MONITORING_STATE", { active: true });
	}, MONITORING_DELAY);
};

/** What a page tells of its visitor: the stub's array becomes an object. */
const told = Array.isArray(stub.sdes) ? [...stub.sdes] : [];
const sdes = {
	/** @param {...unknown} more */
	push: (...more) => told.push(...more),
	/** @param {unknown} one */
	send: (one) => told.push(one),
	get: () => [...told],
};

window.lpTag = Object.assign(stub, {
	sdes,
	site: stub.site ?? ACCOUNT,
	started: true,
	/** A page of a single-page application: monitoring starts over. */
	newPage: () => {
		began = Date.now();
		monitor();
		if (STAGED) tellPage();
	},
	isDom: true,
	events: bus,
	taglets: { ...stub.taglets },
});
for (const run of queued) run();
monitor();
const domReady = () => fire?.("LPT", "DOM_READY", { t: Date.now() });
if (document.readyState === "loading") addEventListener("DOMContentLoaded", domReady);
else domReady();

/** @param {object} event */
const tell = (event) =>
	fetch(`${ORIGIN}/cobrowse/${ACCOUNT}/events`, {
		method: "POST",
		body: JSON.stringify(event),
		keepalive: true,
	}).catch(() => {});

/** @typedef {{serviceId: string, mode: string, dialog?: string}} Session */

/** What is shared, kept for the visit's next page. */
const shared = {
	name: "lp-simulator-shared",
	/** @returns {Session | null} */
	recall: () => JSON.parse(sessionStorage.getItem(shared.name) ?? "null"),
	/** @param {Session} session */
	keep: (session) => sessionStorage.setItem(shared.name, JSON.stringify(session)),
	forget: () => sessionStorage.removeItem(shared.name),
};

/**
 * LivePerson's frame around the shared page, with the button that ends sharing.
 *
 * @param {Session} session
 */
const showFrame = (session) => {
	const { serviceId } = session;
	const query = `serviceId=${encodeURIComponent(serviceId)}`;
	const frame = document.createElement("lp-simulated-frame");
	const root = frame.attachShadow({ mode: "open" });
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(`
		:host { position: fixed; inset: 0; z-index: 2147483000; pointer-events: none; border: 4px solid #e5591b; }
		.bar { position: absolute; top: 0; left: 50%; translate: -50%; display: flex; align-items: center; width: max-content;
			max-width: calc(100% - 16px); border-radius: 0 0 8px 8px; background: #e5591b; color: #000; font: 14px/1.3 system-ui; }
		.words:not(:empty) { padding: 4px 0 6px 12px; }
		button { pointer-events: auto; flex: none; min-height: 32px; border: 0; border-radius: 0 0 8px 8px; padding: 4px 16px;
			background: none; color: inherit; font: inherit; text-decoration: underline; cursor: pointer; }
		button:focus-visible { outline: 2px solid #000; outline-offset: -4px; }
		@media (max-width: 480px) { .words { display: none; } }`);
	root.adoptedStyleSheets = [sheet];
	const bar = document.createElement("div");
	bar.className = "bar";
	const words = document.createElement("span");
	words.className = "words";
	const button = document.createElement("button");
	button.textContent = "End sharing (simulated)";
	bar.append(words, button);
	let stop = () => {};
	const end = () => {
		frame.remove();
		clearInterval(watching);
		shared.forget();
		stop();
	};
	button.addEventListener("click", () => {
		end();
		tell({ name: "sessionEnded", serviceId });
	});
	const watching = setInterval(async () => {
		const standing = await fetch(`${ORIGIN}/cobrowse/${ACCOUNT}/session?${query}`)
			.then((answer) => answer.json())
			.catch(() => ({ open: true }));
		if (!standing.open) end();
	}, 1000);
	root.append(bar);
	document.documentElement.append(frame);
	if (!STAGED) return;
	shared.keep(session);
	/** @type {Promise<typeof import("./sharing.js")>} */
	const loading = import(`${ORIGIN}/tag/sharing.js`);
	loading.then(({ share }) => {
		if (!frame.isConnected) return;
		const url = `${ORIGIN.replace("http", "ws")}/cobrowse/${ACCOUNT}/share?${query}`;
		/** @param {{agent: string, dialog: string}} told */
		const began = ({ agent, dialog }) => {
			words.textContent = `${agent} can see this page`;
			shared.keep({ ...session, dialog });
		};
		stop = share({ ...session, url, root, began, ended: end });
	});
};

/** What monitoring knows: the page that the visitor is on. */
const tellPage = () =>
	fetch(`${ORIGIN}/monitoring/${ACCOUNT}`, {
		method: "POST",
		body: JSON.stringify({ svid: visitId("V"), url: location.href, title: document.title }),
		keepalive: true,
	}).catch(() => {});

if (STAGED) {
	const begin = () => {
		tellPage();
		const session = shared.recall();
		if (session) showFrame(session);
	};
	if (document.readyState === "complete") begin();
	else addEventListener("load", begin);
}

const MANDATORY = ["serviceId", "agentId", "visitorName", "ssid", "svid"];

/** @param {string} name */
const listener = (name) => (/** @type {Record<string, unknown>} */ data) => {
	if (TAGLET === "throwing") throw new Error("the simulated taglet throws");
	const plain = Object.getPrototypeOf(data) === Object.prototype;
	const missing = MANDATORY.filter((field) => typeof data[field] !== "string" || data[field] === "");
	if (!plain || missing.length) throw new Error(`the taglet needs a plain object with ${missing.join(", ")}`);
	tell({ name, ...data });
	const { serviceId, mode } = /** @type {Session} */ (data);
	if (name === "cobrowseAccepted") showFrame({ serviceId, mode });
};

const appear = () => {
	window.lpTag.taglets.lp_monitoringSDK = monitoring;
	if (TAGLET === "deaf") return;
	for (const name of ["cobrowseOffered", "cobrowseAccepted", "cobrowseDeclined"]) {
		bus.bind("lpCoBrowse", name, listener(name));
	}
	window.lpTag.taglets.cobrowse = {};
};
if (TAGLETS_DELAY) setTimeout(appear, TAGLETS_DELAY);
else appear();

/** LivePerson's own window tells of its conversation, and of each change of it. */
const tellOfWindow = async () => {
	const ids = { monitoringSessionId: monitoring.getSid(), visitorId: monitoring.getVid() };
	const info = await fetch(`${ORIGIN}/monitoring/${ACCOUNT}/window`)
		.then((answer) => answer.json())
		.catch(() => null);
	const text = JSON.stringify(info);
	if (info && text !== windowTold) fire?.("lpUnifiedWindow", "conversationInfo", { ...info, ...ids });
	windowTold = text;
};
let windowTold = "null";
if (OWN_WINDOW) {
	tellOfWindow();
	setInterval(tellOfWindow, 300);
}
