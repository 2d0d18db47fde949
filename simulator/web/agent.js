/** The agent's console: shows the simulator's state as it changes, and asks it for things. */

const find = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));
let state = { conversations: [] };
let chosen = "";

/**
 * @param {string} name
 * @param {string} text
 * @param {object} [more]
 */
const make = (name, text, more = {}) =>
	Object.assign(document.createElement(name), { textContent: text }, more);

/**
 * @param {string} path
 * @param {object} [body]
 */
const ask = async (path, body = {}) => {
	const answer = await fetch(`/simulator/${path}`, { method: "POST", body: JSON.stringify(body) });
	const { error = "" } = await answer.json();
	find("#error").textContent = error;
};

const STATES = { INVITED: "invited", ACCEPTED: "sharing", CLOSED: "over" };

const describe = (dialog) => {
	const { sessionState, mode, expires, notificationKey } = dialog.metaData;
	const left = Math.max(0, Math.round(expires - Date.now() / 1000));
	const key = notificationKey && notificationKey !== "invited" ? `, ${notificationKey}` : "";
	const time = sessionState === "INVITED" && expires ? `, ${left} s left` : "";
	return `${mode ?? ""}${key}${time}`;
};

const paintInvitation = (dialog) => {
	const { sessionState } = dialog.metaData;
	const row = make("li", "");
	row.append(make("strong", STATES[sessionState] ?? sessionState), make("span", describe(dialog)));
	if (sessionState === "INVITED") {
		row.append(make("button", "Cancel", { onclick: () => ask(`invitations/${dialog.dialogId}/cancel`) }));
	} else if (sessionState === "ACCEPTED") {
		row.append(make("button", "End", { onclick: () => ask(`invitations/${dialog.dialogId}/end`) }));
	}
	return row;
};

const paint = () => {
	const open = state.conversations;
	if (!open.some(({ id }) => id === chosen)) chosen = open.at(-1)?.id ?? "";
	find("#conversations").replaceChildren(
		...open.map((one) => {
			const item = make("li", "");
			const button = make(
				"button",
				`${one.consumerId.slice(0, 8)} · ${one.stage === "OPEN" ? "open" : "over"}`,
			);
			if (one.id === chosen) button.setAttribute("aria-current", "true");
			button.onclick = () => {
				chosen = one.id;
				paint();
			};
			item.append(button);
			return item;
		}),
	);
	const one = open.find(({ id }) => id === chosen);
	find("#conversation").hidden = !one;
	find("#nothing").hidden = Boolean(one);
	if (!one) return;
	find("#title").textContent = `Visitor ${one.consumerId.slice(0, 8)}`;
	const messages = find("#messages");
	messages.replaceChildren(...one.messages.map(({ role, text }) => make("li", text, { className: role })));
	messages.scrollTop = messages.scrollHeight;
	const invitations = one.dialogs.filter(({ channelType }) => channelType === "COBROWSE").reverse();
	find("#invitations").replaceChildren(...invitations.map(paintInvitation));
	const over = one.stage !== "OPEN";
	for (const control of document.querySelectorAll("form button, form input, form select, #close")) {
		/** @type {any} */ (control).disabled = over;
	}
};

const watch = () => {
	const socket = new WebSocket(`${location.origin.replace("http", "ws")}/simulator/watch`);
	socket.addEventListener("message", ({ data }) => {
		state = JSON.parse(data);
		const { length } = state.sockets;
		find("#status").textContent =
			`Signed in as ${state.agent}. ${length} visitor${length === 1 ? "" : "s"} connected.`;
		paint();
	});
	socket.addEventListener("close", () => {
		find("#status").textContent = "The simulator is away; trying again…";
		setTimeout(watch, 1000);
	});
};

find("#chat").addEventListener("submit", (event) => {
	event.preventDefault();
	const { text } = event.target.elements;
	ask(`conversations/${chosen}/messages`, { text: text.value });
	text.value = "";
});
find("#invite").addEventListener("submit", (event) => {
	event.preventDefault();
	const { mode, life } = event.target.elements;
	ask(`conversations/${chosen}/invitation`, { mode: mode.value, lifeSeconds: Number(life.value) });
});
find("#close").addEventListener("click", () => ask(`conversations/${chosen}/close`));
setInterval(() => {
	const one = state.conversations.find(({ id }) => id === chosen);
	if (one?.dialogs.some(({ metaData }) => metaData?.sessionState === "INVITED")) paint();
}, 1000);
watch();
