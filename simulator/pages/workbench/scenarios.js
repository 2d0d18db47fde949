/** The list of scenarios, each with its ways of being played. */
import { again } from "./again.js";
import { find, get, make } from "./base.js";

/** @param {any} one */
const article = (one) => {
	const made = make("article", { id: one.name });
	const links = make("div", { className: "links" });
	links.append(
		make(
			"a",
			{ href: `/?scenario=${one.name}`, className: "button", ariaLabel: `Play ${one.name}` },
			"Play it",
		),
	);
	const steps = make("details");
	const list = make("ol");
	list.append(...one.steps.map((/** @type {any} */ step) => make("li", {}, step.words)));
	steps.append(make("summary", {}, `${one.steps.length} steps`), list);
	const behaviour = Object.entries(one.behaviour).map(([name, value]) => `${name}: ${value}`);
	if (behaviour.length) steps.append(make("p", {}, `It begins with ${behaviour.join(", ")}.`));
	if (one.faults.length) steps.append(make("p", {}, `These faults stand: ${one.faults.join("; ")}.`));
	made.append(
		make("h3", {}, one.title),
		make("p", {}, one.sentence),
		links,
		again(one.again, one.name),
		steps,
	);
	return made;
};

const scenarios = await get("scenarios");

const paint = () => {
	const wanted = find("#search").value.trim().toLowerCase();
	const fitting = scenarios.filter((/** @type {any} */ one) =>
		`${one.name} ${one.title} ${one.sentence} ${one.kind}`.toLowerCase().includes(wanted),
	);
	const kinds = new Set(fitting.map((/** @type {any} */ one) => one.kind));
	find("#list").replaceChildren(
		...[...kinds].map((kind) => {
			const section = make("section");
			const ones = fitting.filter((/** @type {any} */ one) => one.kind === kind);
			section.append(make("h2", {}, kind), ...ones.map(article));
			return section;
		}),
	);
	find("#status").textContent = `${fitting.length} of ${scenarios.length}`;
};

find("#search").addEventListener("input", paint);
paint();
