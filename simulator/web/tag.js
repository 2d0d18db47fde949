/**
 * The stand-in for LivePerson's tag.js, joined by the server to its event bus.
 * Around it stand ACCOUNT, ORIGIN, MONITORING_DELAY, TAGLET, PUBLISHES and ChronosRoot.
 *
 * It takes the page's stub over: `events` becomes the real bus, what the stub
 * queued is replayed, and the taglets appear; monitoring learns its ids late,
 * and anew after each `newPage`.
 */
const stub = window.lpTag ?? {};
const bus = new ChronosRoot.Chronos.Events({ cloneEventData: true });
if (!PUBLISHES) bus.publish = undefined;
const queued = [...(stub._defB ?? []), ...(stub._defT ?? [])];
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

window.lpTag = Object.assign(stub, {
	site: stub.site ?? ACCOUNT,
	started: true,
	/** A page of a single-page application: monitoring starts over. */
	newPage: () => {
		began = Date.now();
	},
	isDom: true,
	events: bus,
	taglets: { ...stub.taglets, lp_monitoringSDK: monitoring },
});
for (const run of queued) run();

/** @param {object} event */
const tell = (event) =>
	fetch(`${ORIGIN}/cobrowse/${ACCOUNT}/events`, {
		method: "POST",
		body: JSON.stringify(event),
		keepalive: true,
	}).catch(() => {});

/** LivePerson's frame around the shared page, with the button that ends sharing. */
const showFrame = (serviceId) => {
	const frame = document.createElement("lp-simulated-frame");
	const root = frame.attachShadow({ mode: "open" });
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(`
		:host { position: fixed; inset: 0; z-index: 2147483000; pointer-events: none; border: 4px solid #e5591b; }
		button { pointer-events: auto; position: absolute; top: 0; left: 50%; translate: -50%; min-height: 32px;
			border: 0; border-radius: 0 0 8px 8px; padding: 4px 16px; background: #e5591b; color: #000; font: 14px system-ui; cursor: pointer; }`);
	root.adoptedStyleSheets = [sheet];
	const button = document.createElement("button");
	button.textContent = "End sharing (simulated)";
	const end = () => {
		frame.remove();
		clearInterval(watching);
	};
	button.addEventListener("click", () => {
		end();
		tell({ name: "sessionEnded", serviceId });
	});
	const watching = setInterval(async () => {
		const standing = await fetch(
			`${ORIGIN}/cobrowse/${ACCOUNT}/session?serviceId=${encodeURIComponent(serviceId)}`,
		)
			.then((answer) => answer.json())
			.catch(() => ({ open: true }));
		if (!standing.open) end();
	}, 1000);
	root.append(button);
	document.documentElement.append(frame);
};

const MANDATORY = ["serviceId", "agentId", "visitorName", "ssid", "svid"];

/** @param {string} name */
const listener = (name) => (/** @type {Record<string, unknown>} */ data) => {
	if (TAGLET === "throwing") throw new Error("the simulated taglet throws");
	const plain = Object.getPrototypeOf(data) === Object.prototype;
	const missing = MANDATORY.filter((field) => typeof data[field] !== "string" || data[field] === "");
	if (!plain || missing.length) throw new Error(`the taglet needs a plain object with ${missing.join(", ")}`);
	tell({ name, ...data });
	if (name === "cobrowseAccepted") showFrame(data.serviceId);
};

if (TAGLET !== "deaf") {
	for (const name of ["cobrowseOffered", "cobrowseAccepted", "cobrowseDeclined"]) {
		bus.bind("lpCoBrowse", name, listener(name));
	}
	window.lpTag.taglets.cobrowse = {};
}
