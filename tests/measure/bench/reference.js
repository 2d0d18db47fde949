/**
 * The client that a site would write by hand, for comparison: the same flow as
 * Tagalong's, from the token to the answer, without its care for networks that
 * fail, for tabs, for accessibility or for languages.
 */
const ACCOUNT = "12345678";
const CSDS = location.origin;

/** @returns {Promise<Record<string, string>>} LivePerson's hosts, by service */
const discover = async () => {
	const answer = await fetch(`${CSDS}/api/account/${ACCOUNT}/service/baseURI.json?version=1.0`);
	const { baseURIs } = await answer.json();
	return Object.fromEntries(
		baseURIs.map((/** @type {{service: string, baseURI: string}} */ one) => [one.service, one.baseURI]),
	);
};

/** @param {string} name */
const tell = (name) => document.dispatchEvent(new CustomEvent(`tagalong:${name}`));

/** @type {Set<string>} */
const offered = new Set();
/** @type {HTMLElement | null} */
let banner = null;

const tag = async () => {
	while (typeof window.lpTag?.events?.publish !== "function") {
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return window.lpTag;
};

/** @param {any} dialog */
const invited = async (dialog) => {
	if (offered.has(dialog.dialogId)) return;
	offered.add(dialog.dialogId);
	const lpTag = await tag();
	const monitoring = lpTag.taglets?.lp_monitoringSDK;
	const data = {
		serviceId: dialog.metaData.serviceId,
		agentId: dialog.participants?.at(-1) ?? "agent",
		visitorName: "Visitor",
		ssid: monitoring?.getSid() || "ssid",
		svid: monitoring?.getVid() || "svid",
		mode: dialog.metaData.mode,
	};
	lpTag.events.publish("lpCoBrowse", "cobrowseOffered", data);
	show(data);
	tell("offered");
};

/** @param {Record<string, string>} data */
const show = (data) => {
	banner?.remove();
	banner = document.createElement("reference-banner");
	banner.style.cssText =
		"position:fixed;bottom:16px;right:16px;max-width:360px;padding:16px;background:#fff;border:1px solid #888;z-index:9999";
	const heading = document.createElement("h2");
	heading.textContent = "Share this page with your agent?";
	const body = document.createElement("p");
	body.textContent = "They can see this page. You can stop at any time.";
	/** @type {[string, string][]} */
	const answers = [
		["Accept", "cobrowseAccepted"],
		["Decline", "cobrowseDeclined"],
	];
	const buttons = answers.map(([name, event]) => {
		const button = document.createElement("button");
		button.textContent = name;
		button.addEventListener("click", () => {
			window.lpTag.events.publish("lpCoBrowse", event, data);
			hide();
		});
		return button;
	});
	banner.append(heading, body, ...buttons);
	document.body.append(banner);
};

const hide = () => {
	banner?.remove();
	banner = null;
};

/** @param {any} frame */
const changed = (frame) => {
	for (const change of frame.body.changes) {
		for (const dialog of change.result.conversationDetails.dialogs) {
			if (dialog.channelType !== "COBROWSE") continue;
			const { sessionState } = dialog.metaData ?? {};
			if (sessionState === "INVITED" && dialog.state === "OPEN") void invited(dialog);
			else if (dialog.state === "CLOSE" || sessionState === "CLOSED") hide();
			if (sessionState === "ACCEPTED") tell("active");
		}
	}
};

const connect = async () => {
	const { idp, asyncMessagingEnt: messaging } = await discover();
	const { protocol } = location;
	const signedUp = await fetch(`${protocol}//${idp}/api/account/${ACCOUNT}/signup`, { method: "POST" });
	const { jwt } = await signedUp.json();
	const scheme = protocol === "https:" ? "wss" : "ws";
	const socket = new WebSocket(`${scheme}://${messaging}/ws_api/account/${ACCOUNT}/messaging/consumer?v=3`);
	let id = 0;
	/**
	 * @param {string} type
	 * @param {object} more
	 */
	const send = (type, more) => {
		id += 1;
		socket.send(JSON.stringify({ kind: "req", id: String(id), type, ...more }));
	};
	socket.onopen = () => {
		send("InitConnection", {
			headers: [
				{
					type: ".ams.headers.ClientProperties",
					deviceFamily: "DESKTOP",
					os: "LINUX",
					integration: "WEB_SDK",
					features: ["CO_BROWSE"],
				},
				{ type: ".ams.headers.ConsumerAuthentication", jwt },
			],
		});
		send("cqm.SubscribeExConversations", { body: { convState: ["OPEN"], stage: ["OPEN"] } });
	};
	// LivePerson closes a socket that is silent for a minute.
	setInterval(() => send("GetClock", { body: {} }), 30_000);
	let subscribed = false;
	socket.onmessage = ({ data }) => {
		const frame = JSON.parse(data);
		if (frame.type === "cqm.ExConversationChangeNotification") changed(frame);
		if (frame.kind === "resp" && frame.reqId === "2" && !subscribed) {
			subscribed = true;
			tell("connected");
		}
	};
	/** @type {any} */ (window).reference = {
		open: () =>
			send("cm.ConsumerRequestConversation", {
				body: { channelType: "MESSAGING", ttrDefName: null, skillId: "-1", brandId: ACCOUNT },
			}),
	};
};
void connect();
