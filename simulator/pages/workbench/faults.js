/** The workbench's faults: those that happen at once, and the library of those that stand. */

import { ask, button, end, find, get, make } from "./base.js";
import { makeControl } from "./switches.js";

// What can befall connections: a label, a call, and its body.
/** @type {[string, string, object][]} */
const AT_ONCE = [
	["Drop", "sockets/drop", {}],
	["Half-open", "sockets/silence", {}],
	["Drop half-open ones", "sockets/drop", { silent: true }],
	["Close 4401", "sockets/close", { code: 4401, reason: "Identity token is invalid" }],
	["Close 4407", "sockets/close", { code: 4407, reason: "Identity token is invalid" }],
	["Close 1001", "sockets/close", { code: 1001, reason: "going away" }],
	["Close 1011", "sockets/close", { code: 1011 }],
	["Send garbage", "frames", { text: "not JSON" }],
];

/**
 * List the faults that stand, each with its end.
 * @param {any[]} faults
 */
export const showStanding = (faults) => {
	const rows = faults.map((one) => {
		const row = make("li", { className: "fault" });
		const meant = one.id.startsWith("switch ");
		const hits = `${one.hits} hit${one.hits === 1 ? "" : "s"}`;
		row.append(make("code", {}, one.fault), make("span", {}, meant ? `by the ${one.id}` : hits));
		if (!meant) {
			const ending = button("End", () => end(`faults/${one.id}`), { ariaLabel: `End ${one.fault}` });
			row.append(ending);
		}
		return row;
	});
	const nothing = make("li", { className: "quiet" }, "No fault stands.");
	find("#standing").replaceChildren(...(rows.length ? rows : [nothing]));
};

/** @type {{ name: string, default: unknown, read: () => unknown }[]} */
let reading = [];

/** @param {any} fault */
const paintChoices = (fault) => {
	find("#fault-words").textContent = `${fault.does} Unrealistic ${fault.unrealistic}.`;
	find("#fault-once").hidden = !fault.strikes;
	reading = [];
	const rows = fault.choices.map((/** @type {any} */ one) => {
		const row = make("div", { className: "switch" });
		const { control, read } = makeControl(one, `fault-${one.name}`);
		reading.push({ name: one.name, default: one.default, read });
		const label = make("label", { htmlFor: control.id }, one.name);
		row.append(label, control, make("p", {}, one.meaning));
		return row;
	});
	find("#fault-choices").replaceChildren(...rows);
};

/** @param {string} name */
const chosen = (name) => {
	const changed = reading.filter((one) => one.read() !== one.default);
	return { name, ...Object.fromEntries(changed.map((one) => [one.name, one.read()])) };
};

/** Offer all faults, and show those that stand. */
export const startFaults = async () => {
	find("#at-once").append(...AT_ONCE.map(([label, path, body]) => button(label, () => ask(path, body))));
	const { library, standing } = await get("faults");
	const select = find("#fault-name");
	select.append(...library.map((/** @type {any} */ one) => make("option", {}, one.name)));
	const paint = () => paintChoices(library.find((/** @type {any} */ one) => one.name === select.value));
	select.addEventListener("change", paint);
	find("#fault").addEventListener("submit", (/** @type {Event} */ event) => {
		event.preventDefault();
		ask("faults", chosen(select.value));
	});
	find("#fault-once").addEventListener("click", () => ask("faults", { ...chosen(select.value), once: true }));
	find("#end-faults").addEventListener("click", () => end("faults"));
	showStanding(standing);
	paint();
};
