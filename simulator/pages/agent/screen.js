/**
 * The visitor's page, live: rrweb paints what the page sent, in a frame without
 * scripts, and over it lies a glass that takes what the agent does.
 */
import { Replayer } from "/replay/replay.js";
import { find, make } from "./ask.js";
import { watchGlass } from "./glass.js";

const FULL_PICTURE = 2; // rrweb's event types
/** @type {Record<string, string>} */
const HINTS = {
	view: "You can see this page and scroll it.",
	follow: "You can see this page.",
	shared: "You can see this page, point, click and type. Escape leaves it.",
};
const HIDDEN = ["tagalong-banner, lp-simulated-frame { display: none !important; }"];

/** @returns {{show: (dialog: any) => void}} shows the session of an accepted invitation, or none */
export const createScreen = () => {
	const view = find("#screen-view");
	const glass = find("#screen-glass");
	/** @type {WebSocket | null} */
	let socket = null;
	let dialogId = "";
	let mode = "";
	let scale = 1;
	/** @typedef {{replayer: Replayer, root: HTMLElement}} Picture */
	/** @type {Picture | null} */
	let shown = null;
	/** @type {Picture | null} */
	let coming = null;
	let title = "";

	/** @param {string} words */
	const say = (words) => {
		find("#screen-status").textContent = words;
	};

	const fit = () => {
		if (!shown) return;
		const iframe = /** @type {HTMLIFrameElement} */ (shown.root.querySelector("iframe"));
		scale =
			Math.min(view.clientWidth / Number(iframe.width), view.clientHeight / Number(iframe.height), 1) || 1;
		const width = Number(iframe.width) * scale;
		const left = `${(view.clientWidth - width) / 2}px`;
		Object.assign(shown.root.style, { left, transform: `scale(${scale})` });
		Object.assign(glass.style, { left, width: `${width}px`, height: `${Number(iframe.height) * scale}px` });
	};
	new ResizeObserver(fit).observe(view);

	/** @param {Picture | null} picture */
	const remove = (picture) => {
		picture?.replayer.destroy();
		picture?.root.remove();
	};

	const begin = () => {
		remove(coming);
		const root = make("div", { className: "picture", inert: true });
		view.prepend(root);
		const replayer = new Replayer([], {
			root,
			liveMode: true,
			mouseTail: false,
			showWarning: false,
			triggerFocus: false,
			insertStyleRules: HIDDEN,
		});
		replayer.on("resize", fit);
		coming = { replayer, root };
		let first = true;
		/** @param {any} event */
		return (event) => {
			if (first) replayer.startLive(event.timestamp);
			first = false;
			replayer.addEvent(event);
			if (event.type !== FULL_PICTURE || coming?.replayer !== replayer) return;
			remove(shown);
			shown = coming;
			root.classList.add("shown");
			coming = null;
			fit();
		};
	};

	/** @type {(event: any) => void} */
	let add = () => {};

	/** @param {MessageEvent<string>} message what a page sent may be anything */
	const hear = ({ data }) => {
		const frame = JSON.parse(data);
		if (frame.kind === "page") {
			title = String(frame.title);
			add = begin();
			say(`${title}. ${HINTS[mode]}`);
		} else if (frame.kind === "event" && Number.isFinite(frame.event?.timestamp)) {
			add(frame.event);
		} else if (frame.kind === "away") {
			say("The visitor is between two pages, or away…");
		} else if (frame.kind === "refused") {
			say(`${title}. That field is private: only the visitor can fill it in.`);
		}
	};

	const connect = () => {
		const mine = dialogId;
		socket = new WebSocket(`${location.origin.replace("http", "ws")}/simulator/sharing/${mine}`);
		socket.addEventListener("message", hear);
		socket.addEventListener("close", () => {
			if (mine === dialogId) setTimeout(() => mine === dialogId && connect(), 1000);
		});
	};

	const stop = () => {
		dialogId = "";
		socket?.close();
		remove(shown);
		remove(coming);
		shown = null;
		coming = null;
		add = () => {};
		find("#screen").hidden = true;
	};

	watchGlass(glass, {
		act: (act) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(act)),
		scale: () => scale,
		mode: () => mode,
	});

	return {
		show(dialog) {
			if (dialog?.dialogId === dialogId) return;
			if (dialogId) stop();
			if (!dialog) return;
			dialogId = dialog.dialogId;
			mode = dialog.metaData.mode;
			glass.classList.toggle("can-click", mode === "shared");
			find("#screen").hidden = false;
			say("Waiting for the visitor's page…");
			connect();
		},
	};
};
