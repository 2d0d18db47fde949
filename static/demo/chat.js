/** The shop's chat: a customer's own small messaging window, on Tagalong's public API alone. */
import { hear, keep, recall } from "./chat-history.js";
import { find, make } from "./elements.js";

/** @typedef {import("../tagalong.js").Tagalong} Tagalong */

const PATIENCE_MS = 15_000;

/** What the visitor reads of an invitation's course, as a line of the conversation. */
const TOLD = {
	active: "You are sharing this page with your agent.",
	ended: "Sharing has ended.",
	declined: "You declined the sharing request.",
	cancelled: "Your agent took the sharing request back.",
	expired: "The sharing request has run out.",
	elsewhere: "You answered in another tab.",
	failed: "Sharing could not start.",
};

const panel = find("#chat-panel");
const opener = find("#chat-open");
const messages = find("#chat-messages");
const field = find("#chat-text");
const history = recall();

/** @param {string} words */
const setStatus = (words) => {
	if (find("#chat-status").textContent !== words) find("#chat-status").textContent = words;
};

/** @param {string} time */
const clock = (time) => new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

/** @param {import("./chat-history.js").Entry} entry */
const paintEntry = (entry) => {
	const item = make("div", { className: entry.from }, entry.text);
	if (entry.from === "system") return item;
	const late = entry.sending && Date.now() - Date.parse(entry.time) > PATIENCE_MS;
	const state = late ? "Not delivered" : entry.sending ? "Sending…" : "Delivered";
	const words = entry.from === "visitor" ? `${clock(entry.time)} · ${state}` : clock(entry.time);
	item.append(make("small", { textContent: words }));
	if (late) {
		item.append(
			make("button", {
				type: "button",
				className: "again",
				textContent: "Send again",
				onclick: () => {
					history.entries.splice(history.entries.indexOf(entry), 1);
					send(entry.text);
				},
			}),
		);
	}
	return item;
};

const paint = () => {
	keep(history);
	panel.hidden = !history.shown;
	opener.hidden = history.shown;
	const unread = find("#chat-unread");
	unread.hidden = history.unread === 0;
	unread.textContent = String(history.unread);
	opener.setAttribute(
		"aria-label",
		history.unread ? `Chat with us, ${history.unread} unread` : "Chat with us",
	);
	const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 60;
	// What stands already stays: a screen reader is told of what is new only.
	const painted = history.entries.map(paintEntry);
	painted.forEach((item, place) => {
		const before = messages.children[place];
		if (!before) messages.append(item);
		else if (!before.isEqualNode(item)) before.replaceWith(item);
	});
	while (messages.children.length > painted.length) messages.lastChild.remove();
	if (atEnd) messages.scrollTop = messages.scrollHeight;
};

/** @param {(tagalong: Tagalong) => void} use */
const withTagalong = (use) => {
	window.tagalong ||= [];
	window.tagalong.push(use);
};

/** @param {string} text */
const send = (text) => {
	const time = new Date().toISOString();
	history.entries.push({ key: crypto.randomUUID(), from: "visitor", text, time, sending: true });
	paint();
	setTimeout(paint, PATIENCE_MS + 100);
	withTagalong(({ conversation }) => {
		void conversation.open(); // anew, where the agent has ended it meanwhile
		conversation.say(text);
	});
};

const show = () => {
	history.open = true;
	history.shown = true;
	history.unread = 0;
	paint();
	messages.scrollTop = messages.scrollHeight;
};

const minimise = () => {
	history.shown = false;
	paint();
	opener.focus();
};

opener.addEventListener("click", () => {
	if (!history.open) {
		setStatus("One moment…");
		withTagalong(({ conversation }) => void conversation.open());
	}
	show();
	field.focus();
});
find("#chat-minimise").addEventListener("click", minimise);
panel.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
	if (event.key === "Escape") minimise();
});
find("#chat-form").addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
	event.preventDefault();
	const text = field.value.trim();
	field.value = "";
	if (text) send(text);
});
find("#chat-share").addEventListener("click", () => {
	withTagalong(({ conversation }) => {
		void conversation.open();
		conversation.askToShare();
	});
});
find("#chat-end").addEventListener("click", () => {
	withTagalong(({ conversation }) => conversation.close());
	Object.assign(history, { open: false, entries: [] });
	minimise();
});

withTagalong((tagalong) => {
	const present = () => {
		const heard = history.entries.some(({ from }) => from === "agent");
		setStatus(heard ? "An agent is with you." : "An agent will be with you in a moment.");
	};
	tagalong.on("ready", () => setStatus("Connecting…"));
	tagalong.on("connected", present);
	tagalong.on("disconnected", () => setStatus("Connection lost; trying again…"));
	tagalong.on("error", ({ words }) => setStatus(words));
	tagalong.on("message", (message) => {
		const isNew = hear(history, message);
		if (isNew && message.from === "agent") present();
		if (isNew && message.from !== "visitor" && !history.shown) history.unread += 1;
		paint();
	});
	for (const [name, text] of Object.entries(TOLD)) {
		tagalong.on(/** @type {keyof typeof TOLD} */ (name), ({ dialogId }) => {
			const key = `${name} ${dialogId}`;
			if (history.entries.some((entry) => entry.key === key)) return;
			history.entries.push({ key, from: "system", text, time: new Date().toISOString() });
			paint();
		});
	}
});
if (history.open) setStatus("Connecting…");
paint();
messages.scrollTop = messages.scrollHeight;
