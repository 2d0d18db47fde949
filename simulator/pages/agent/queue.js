/** The list of conversations: who waits, whom this agent serves, whom others serve, what is over. */
import { find, make, visitorName } from "./ask.js";

const MOST_OVER = 20;

/**
 * @param {any[]} conversations
 * @param {{chosen: string, me: string, choose: (id: string) => void}} view
 */
export const paintQueue = (conversations, { chosen, me, choose }) => {
	const open = conversations.filter(({ stage }) => stage === "OPEN");
	const over = conversations.filter(({ stage }) => stage !== "OPEN").slice(-MOST_OVER);
	/** @type {[string, any[]][]} */
	const groups = [
		["Waiting", open.filter(({ waiting }) => waiting)],
		["Mine", open.filter(({ waiting, agent }) => !waiting && agent === me)],
		["Other agents'", open.filter(({ waiting, agent }) => !waiting && agent !== me)],
		["Over", over.reverse()],
	];
	/** @param {any} one */
	const item = (one) => {
		const last = one.messages.at(-1)?.text ?? "has said nothing yet";
		const button = make(
			"button",
			{ type: "button", className: one.waiting ? "waiting" : "", onclick: () => choose(one.id) },
			visitorName(one),
			make("span", { className: "last", textContent: last }),
		);
		if (one.id === chosen) button.setAttribute("aria-current", "true");
		return make("li", {}, button);
	};
	const sections = groups
		.filter(([, list]) => list.length > 0)
		.map(([name, list]) =>
			make(
				"section",
				{},
				make("h2", { className: "group", textContent: `${name} (${list.length})` }),
				make("ul", { ariaLabel: name }, ...list.map(item)),
			),
		);
	const made = make("div", {}, ...sections);
	const queue = find("#queue");
	// A repaint must not take the focus off the list that is worked through by keyboard.
	if (made.isEqualNode(make("div", {}, ...[...queue.children].map((one) => one.cloneNode(true))))) return;
	const place = [...queue.querySelectorAll("button")].indexOf(document.activeElement);
	queue.replaceChildren(...sections);
	if (place >= 0) queue.querySelectorAll("button")[place]?.focus();
};
