/**
 * The page's side of a session that really shares: the stand-in for LivePerson's engine.
 *
 * rrweb tells what the page looks like and what changes on it; what is private is
 * masked here, before anything leaves the page. What the agent does comes back as
 * acts, and counts only as far as the visitor agreed to.
 */
import { createHands, isPrivate, PRIVATE } from "./hands.js";
import { record } from "./record.js";

const AGAIN_MS = 1000;
const ELSEWHERE = 4002; // the visitor accepted in another tab, or moved on there
const MOST_UNSENT = 16_000_000;
// What an event of rrweb is.
const INCREMENT = 3;
const MUTATION = 0;
const BLOCKED = "tagalong-banner, lp-simulated-frame";
const ALL_INPUTS = Object.fromEntries(
	"color date datetime-local email month number range search tel text time url week textarea select password"
		.split(" ")
		.map((kind) => [kind, true]),
);

/**
 * @param {number} id of a node, as rrweb numbers them
 * @returns {boolean} whether it is within the shadow of what is not to be shared
 */
const isBlocked = (id) => {
	let root = record.mirror.getNode(id)?.getRootNode();
	while (root instanceof ShadowRoot) {
		if (root.host.matches(BLOCKED)) return true;
		root = root.host.getRootNode();
	}
	return false;
};

/**
 * Takes out what rrweb tells of blocked elements all the same: it blocks an element and
 * what is below it, but watches a shadow root that such an element gets later.
 *
 * @param {any} event
 * @returns {any} null where nothing is left
 */
const withoutBlocked = (event) => {
	if (event.type !== INCREMENT) return event;
	const { data } = event;
	if (isBlocked(data.id)) return null;
	if (data.source !== MUTATION) return event;
	/** @typedef {{id: number}} Changed */
	const adds = data.adds.filter((/** @type {{node: Changed}} */ { node }) => !isBlocked(node.id));
	const [texts, attributes] = [data.texts, data.attributes].map((/** @type {Changed[]} */ all) =>
		all.filter(({ id }) => !isBlocked(id)),
	);
	return { ...event, data: { ...data, adds, texts, attributes } };
};

/** @param {string} text */
const dots = (text) => (text ? "•".repeat(8) : ""); // its length is private too

/**
 * @param {{url: string, dialog?: string, mode: string, root: ShadowRoot,
 *   began: (session: {agent: string, dialog: string}) => void, ended: () => void}} session
 * @returns {() => void} stops it
 */
export const share = ({ url, dialog, mode, root, began, ended }) => {
	/** @type {WebSocket | null} */
	let socket = null;
	let stopRecording = () => {};
	let again = 0;
	let behind = false;
	let known = dialog;

	/** @param {object} frame */
	const send = (frame) => {
		if (socket?.readyState !== WebSocket.OPEN) return;
		if (socket.bufferedAmount > MOST_UNSENT) behind = true;
		else if (!behind) socket.send(JSON.stringify(frame));
		else if (socket.bufferedAmount === 0) {
			behind = false;
			record.takeFullSnapshot(true);
		}
	};
	const hands = createHands(mode, root, (why) => send({ kind: "refused", why }));

	const picture = () => {
		stopRecording();
		send({ kind: "page", url: location.href, title: document.title });
		const stop = record({
			emit: (recorded) => {
				const event = withoutBlocked(recorded);
				if (event) send({ kind: "event", event });
			},
			blockSelector: BLOCKED,
			maskInputOptions: ALL_INPUTS,
			maskInputFn: (text, element) => (isPrivate(element) ? dots(text) : text),
			maskTextSelector: PRIVATE,
			maskTextFn: dots,
			inlineStylesheet: true,
			sampling: { mousemove: 40, mousemoveCallback: 120, scroll: 60, input: "all" },
			recordAfter: "DOMContentLoaded",
		});
		stopRecording = stop ?? (() => {});
	};

	/** @param {MessageEvent<string>} message */
	const hear = ({ data }) => {
		const frame = JSON.parse(data);
		if (frame.kind === "session") {
			known = frame.dialog;
			hands.named(frame.agent);
			began(frame);
			picture();
		} else if (frame.kind === "picture") {
			picture();
		} else if (frame.kind === "over") {
			stop();
			ended();
		} else {
			hands.act(frame);
		}
	};

	let stopped = false;
	const connect = () => {
		const resumed = known ? `&dialog=${encodeURIComponent(known)}` : "";
		socket = new WebSocket(`${url}${resumed}`);
		socket.addEventListener("message", hear);
		socket.addEventListener("close", ({ code }) => {
			stopRecording();
			if (code === ELSEWHERE) ended();
			if (!stopped) again = setTimeout(connect, AGAIN_MS);
		});
	};

	const stop = () => {
		stopped = true;
		clearTimeout(again);
		stopRecording();
		hands.withdraw();
		socket?.close();
	};
	connect();
	return stop;
};
