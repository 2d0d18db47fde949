/** The agent's console: shows the simulator's state as it changes, and asks it for things. */
import { ask, find, invitationsOf, make, visitorName, watch } from "./ask.js";
import { paintInvitations } from "./invitations.js";
import { paintQueue } from "./queue.js";
import { createScreen } from "./screen.js";
import { paintVisitor } from "./visitor.js";

const NAME = "agent-console:agent";

/** @type {any} */
let state = { conversations: [], agents: [] };
let chosen = "";
let ahead = 0; // ms: how far the simulator's clock is ahead of this one
let me = sessionStorage.getItem(NAME) ?? "";
const screen = createScreen();

const current = () => state.conversations.find((/** @type {any} */ { id }) => id === chosen);

/**
 * @param {string} path
 * @param {object} [body]
 */
const tell = async (path, body) => {
	find("#error").textContent = await ask(path, body);
};

/** @param {string} id */
const choose = (id) => {
	chosen = id;
	paint();
};

/** @param {any} message */
const paintMessage = ({ role, text, timeMs }) => {
	const item = make("div", { className: role }, text);
	if (role === "CONTROLLER") return item;
	const time = new Date(timeMs).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
	item.append(make("small", { textContent: time }));
	return item;
};

/** @param {any} conversation */
const paintMessages = ({ messages }) => {
	const list = find("#messages");
	const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
	if (list.dataset.of !== chosen) list.replaceChildren();
	list.dataset.of = chosen;
	// What stands already stays: a screen reader is told of what is new only.
	list.append(...messages.slice(list.children.length).map(paintMessage));
	if (atEnd || list.children.length === messages.length) list.scrollTop = list.scrollHeight;
};

const paintConversation = () => {
	const one = current();
	find("#conversation").hidden = !one;
	find("#card").hidden = !one;
	find("#nothing").hidden = Boolean(one);
	if (!one) return screen.show(null);
	const over = one.stage !== "OPEN";
	const mine = one.agent === me && !one.waiting;
	const [newest] = invitationsOf(one);
	find("#title").textContent = visitorName(one);
	find("#take").hidden = over || mine;
	find("#take").textContent = one.waiting ? "Accept" : `Take over from ${one.agent}`;
	for (const id of ["#cobrowse", "#transfer", "#close"]) find(id).hidden = !mine && !over;
	find("#cobrowse").disabled = over || newest?.state === "OPEN";
	find("#transfer").disabled = over;
	find("#transfer").textContent =
		`Transfer to ${state.agents.find((/** @type {string} */ name) => name !== one.agent)}`;
	find("#close").disabled = over;
	for (const control of find("#chat").elements) control.disabled = !mine || over;
	paintMessages(one);
	paintVisitor(one.visitor);
	paintInvitations(invitationsOf(one), ahead, tell);
	screen.show(newest?.metaData?.sessionState === "ACCEPTED" && newest.state === "OPEN" ? newest : null);
};

const paint = () => {
	if (!current())
		chosen = state.conversations.findLast((/** @type {any} */ { stage }) => stage === "OPEN")?.id ?? "";
	paintQueue(state.conversations, { chosen, me, choose });
	paintConversation();
};

watch((told) => {
	if (!told) {
		find("#status").textContent = "The simulator is away; trying again…";
		return;
	}
	state = told;
	ahead = state.nowMs - Date.now();
	if (!state.agents.includes(me)) me = state.agent;
	const { length } = state.sockets;
	find("#status").textContent = `${length} visitor${length === 1 ? "" : "s"} connected.`;
	if (find("#agent").children.length === 0) {
		find("#agent").append(
			...state.agents.map((/** @type {string} */ name) => make("option", { textContent: name })),
		);
	}
	find("#agent").value = me;
	paint();
});

find("#agent").addEventListener("change", (/** @type {any} */ { target }) => {
	me = target.value;
	sessionStorage.setItem(NAME, me);
	paint();
});
find("#take").addEventListener("click", async () => {
	await tell(`conversations/${chosen}/take`, { agent: me });
	find("#text").focus();
});
find("#chat").addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
	event.preventDefault();
	tell(`conversations/${chosen}/messages`, { text: find("#text").value });
	find("#text").value = "";
});
find("#transfer").addEventListener("click", () => tell(`conversations/${chosen}/transfer`));
find("#close").addEventListener("click", () =>
	tell(`conversations/${chosen}/close`, { words: "The agent has ended the conversation." }),
);
find("#cobrowse-menu").addEventListener("toggle", (/** @type {ToggleEvent} */ { newState }) => {
	if (newState !== "open") return;
	const { bottom, left } = find("#cobrowse").getBoundingClientRect();
	const menu = find("#cobrowse-menu");
	const furthest = document.documentElement.clientWidth - menu.offsetWidth - 8;
	menu.style.top = `${bottom + 4}px`;
	menu.style.left = `${Math.max(8, Math.min(left, furthest))}px`;
	menu.querySelector("button").focus();
});
for (const button of document.querySelectorAll("#cobrowse-menu [data-mode]")) {
	button.addEventListener("click", () => {
		find("#cobrowse-menu").hidePopover();
		const { mode } = /** @type {HTMLElement} */ (button).dataset;
		tell(`conversations/${chosen}/invitation`, { mode, lifeSeconds: Number(find("#life").value) });
	});
}
setInterval(() => {
	const one = current();
	if (one && invitationsOf(one).some((/** @type {any} */ { state: now }) => now === "OPEN")) {
		paintInvitations(invitationsOf(one), ahead, tell);
	}
}, 1000);
