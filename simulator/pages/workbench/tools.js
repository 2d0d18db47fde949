/** The workbench's tools: invitations, faults, time, frames by hand, scenarios, sessions. */

import { again, ofSession } from "./again.js";
import { ask, button, find, get, make, watch } from "./base.js";
import { startExplaining } from "./explain.js";
import { showStanding, startFaults } from "./faults.js";
import { startSwitches } from "./switches.js";

/** @type {Record<string, string>} */
const TABS = {
	details: "Details",
	invitations: "Invitations",
	faults: "Faults",
	send: "Send",
	scenarios: "Scenarios",
	explain: "Explain",
	session: "Session",
};
const startTabs = () => {
	const names = Object.keys(TABS);
	/** @param {string} name */
	const open = (name) => {
		for (const one of names) {
			const tab = find(`#tab-${one}`);
			tab.setAttribute("aria-selected", String(one === name));
			tab.tabIndex = one === name ? 0 : -1;
			find(`#panel-${one}`).hidden = one !== name;
		}
	};
	for (const [index, name] of names.entries()) {
		const tab = button(TABS[name], () => open(name), { id: `tab-${name}` });
		tab.setAttribute("role", "tab");
		tab.setAttribute("aria-controls", `panel-${name}`);
		tab.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
			const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
			if (!step) return;
			const next = names[(index + step + names.length) % names.length];
			open(next);
			find(`#tab-${next}`).focus();
		});
		find("#tabs").append(tab);
	}
	open("details");
	return open;
};

const startInvitations = () => {
	let newest = "";
	find("#invite").addEventListener("submit", (/** @type {any} */ event) => {
		event.preventDefault();
		const { mode, life } = event.target.elements;
		ask(`conversations/${newest}/invitation`, { mode: mode.value, lifeSeconds: Number(life.value) });
	});
	/** @param {any} dialog */
	const row = (dialog) => {
		const { sessionState, mode } = dialog.metaData;
		const made = make("li", { className: "invitation" });
		made.append(make("strong", {}, String(sessionState)), make("span", {}, String(mode ?? "")));
		const act = (/** @type {string} */ deed) => () => ask(`invitations/${dialog.dialogId}/${deed}`);
		if (sessionState === "INVITED") {
			const title = "CLOSED, as when its time is over; a page whose own time still runs says “taken back”";
			made.append(
				button("Cancel", act("cancel")),
				button("Expire now", act("end"), { title }),
				button("Confirm", act("accept"), { title: "ACCEPTED, as if the answer had come" }),
			);
		} else if (sessionState === "ACCEPTED") made.append(button("End", act("end")));
		return made;
	};
	/** @param {any} one */
	const section = (one) => {
		const made = make("section");
		const rows = make("ul", { className: "list" });
		const dialogs = one.dialogs.filter((/** @type {any} */ dialog) => dialog.channelType === "COBROWSE");
		rows.append(...dialogs.slice(-8).reverse().map(row));
		const buttons = make("div", { className: "buttons" });
		const act = (/** @type {string} */ deed) => () => ask(`conversations/${one.id}/${deed}`);
		buttons.append(button("Transfer", act("transfer")), button("End the conversation", act("close")));
		made.append(make("h2", {}, `Visitor ${one.consumerId.slice(0, 8)} with ${one.agent}`), buttons, rows);
		return made;
	};
	watch("watch", (state) => {
		const open = state.conversations.filter((/** @type {any} */ one) => one.stage === "OPEN");
		newest = open.at(-1)?.id ?? "";
		const { length } = state.sockets;
		find("#status").textContent = `${length} visitor${length === 1 ? "" : "s"} connected`;
		const nothing = make("p", {}, "No conversation is open: open the chat on the visitor's page.");
		find("#conversations").replaceChildren(
			...(open.length ? open.slice(-5).reverse().map(section) : [nothing]),
		);
		find("#invite button").disabled = !newest;
		showStanding(state.faults);
	});
};

/** @param {(name: string) => void} open */
const startSending = async (open) => {
	const template = find("#template");
	const check = () => {
		try {
			JSON.parse(find("#frame").value);
			find("#frame-state").textContent = "Well-formed JSON.";
		} catch {
			find("#frame-state").textContent = "Not JSON: it will be sent all the same.";
		}
	};
	const fill = async () => {
		const { text } = await get(`templates/${template.value}`);
		find("#frame").value = text;
		check();
	};
	find("#frame").addEventListener("input", check);
	find("#send").addEventListener("submit", (/** @type {Event} */ event) => {
		event.preventDefault();
		ask("frames", { text: find("#frame").value });
	});
	const names = await get("templates");
	template.append(...names.map((/** @type {string} */ name) => make("option", {}, name)));
	template.value = "invited";
	template.addEventListener("change", fill);
	find("#tab-send").addEventListener("click", () => find("#frame").value || fill());
	return (/** @type {string} */ text) => {
		find("#frame").value = text;
		check();
		open("send");
		find("#frame").focus();
	};
};

const startScenarios = async () => {
	const scenarios = await get("scenarios");
	find("#scenarios").append(
		...scenarios.map((/** @type {any} */ one) => {
			const item = make("li");
			const buttons = make("div", { className: "buttons" });
			const href = `/?scenario=${one.name}`;
			buttons.append(
				make("a", { href, target: "shop", className: "button", ariaLabel: `Open ${one.name}` }, "Open"),
				button("Play here", () => ask("plays", { scenario: one.name, onOpen: true }), {
					ariaLabel: `Play ${one.name} here`,
				}),
			);
			item.append(
				make("strong", {}, one.title),
				make("p", {}, one.sentence),
				buttons,
				again(one.again, one.name),
			);
			return item;
		}),
	);
};

const startSessions = () => {
	find("#export").after(ofSession());
	find("#replay").addEventListener("submit", async (/** @type {any} */ event) => {
		event.preventDefault();
		const text = await find("#session-file").files[0].text();
		let session;
		try {
			session = JSON.parse(text);
		} catch {
			find("#error").textContent = "That file is not JSON, so it is no session.";
			return;
		}
		await ask("replay", { session, pace: event.target.elements.pace.value });
	});
};

/** Start all tools; returns what the timeline needs of them. */
export const startTools = () => {
	const open = startTabs();
	startInvitations();
	startFaults();
	startSwitches();
	const editing = startSending(open);
	startScenarios();
	startExplaining();
	startSessions();
	return {
		open,
		edit: async (/** @type {string} */ text) => (await editing)(text),
		progress: (/** @type {any} */ told) => {
			const bar = find("#play");
			bar.hidden = false;
			bar.dataset.state = told.state;
			const words = [told.hint || told.words].filter(Boolean).map((one) => `: ${one}`);
			bar.textContent = `${told.scenario} ${told.state}, ${told.step} of ${told.of}${words}`;
		},
	};
};
