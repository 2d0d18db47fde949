/** The workbench's switches: how LivePerson behaves, and its clock. */

import { ask, button, find, get, make } from "./base.js";

const MINUTE = 60_000;
const OFFSETS = [-5 * MINUTE, -MINUTE, 0, MINUTE, 5 * MINUTE];

/**
 * What is to be chosen, as a control and how it is read.
 *
 * @param {any} one
 * @param {string} id
 */
export const makeControl = (one, id) => {
	const now = one.now ?? one.default;
	if (one.choices) {
		const select = make("select", { id });
		select.append(...one.choices.map((/** @type {unknown} */ choice) => make("option", {}, String(choice))));
		select.value = String(now);
		const numeric = typeof one.default === "number";
		return { control: select, read: () => (numeric ? Number(select.value) : select.value) };
	}
	if (typeof one.default === "boolean") {
		const box = make("input", { id, type: "checkbox", checked: now });
		return { control: box, read: () => box.checked };
	}
	if (typeof one.default === "string") {
		const text = make("input", { id, type: "text", value: now, autocomplete: "off" });
		return { control: text, read: () => text.value };
	}
	const number = make("input", { id, type: "number", value: now, step: one.to <= 1 ? "any" : "1" });
	// Some say in words alone what they may be.
	if (one.from !== undefined) Object.assign(number, { min: one.from, max: one.to });
	return { control: number, read: () => Number(number.value) };
};

const paintSwitches = async () => {
	const switches = await get("switches");
	const rows = switches.map((/** @type {any} */ one) => {
		const row = make("div", { className: "switch" });
		const { control, read } = makeControl(one, `switch-${one.name}`);
		const label = make("label", { htmlFor: control.id }, one.name);
		row.toggleAttribute("data-changed", one.now !== one.default);
		control.addEventListener("change", async () => {
			await ask("behaviour", { [one.name]: read() });
			row.toggleAttribute("data-changed", read() !== one.default);
		});
		row.append(label, control, make("p", {}, one.meaning));
		return row;
	});
	find("#switches").replaceChildren(...rows);
	const offset = switches.find((/** @type {any} */ one) => one.name === "clock_offset").now;
	find("#clock").replaceChildren(
		...OFFSETS.map((ms) => {
			const words = ms === 0 ? "Right" : `${Math.abs(ms / MINUTE)} min ${ms < 0 ? "behind" : "ahead"}`;
			const made = button(words, () => ask("behaviour", { clock_offset: ms }).then(paintSwitches));
			made.setAttribute("aria-pressed", String(ms === offset));
			return made;
		}),
	);
	return switches;
};

/** Show the switches, and LivePerson's clock. */
export const startSwitches = async () => {
	find("#tab-faults").addEventListener("click", paintSwitches);
	const switches = await paintSwitches();
	find("#usual").addEventListener("click", async () => {
		await ask(
			"behaviour",
			Object.fromEntries(switches.map((/** @type {any} */ one) => [one.name, one.default])),
		);
		await paintSwitches();
	});
};
