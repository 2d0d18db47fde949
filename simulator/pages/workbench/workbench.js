/** The QA workbench: the timeline with its filters, one record in full, and the tools beside it. */

import { ask, find, make, watch } from "./base.js";
import { RowList } from "./list.js";
import { startTools } from "./tools.js";

// The oldest go beyond it.
const MOST_RECORDS = 10_000;
/** @type {Record<string, string>} */
const KINDS = {
	frame: "Frames",
	tag: "lpTag",
	event: "Events",
	banner: "Banner",
	page: "Pages",
	socket: "Sockets",
	http: "HTTP",
	play: "Plays",
	fault: "Faults",
};

/** @type {any[]} */
let records = [];
/** @type {any[]} */
let shown = [];
let onlyWrong = false;
/** @type {any} */
let chosen = null;
const kinds = new Set(Object.keys(KINDS));

/** @param {any} record */
const words = (record) => {
	record.words ??=
		`${record.name} ${record.text} ${record.who} ${record.page} ${record.wrong.join(" ")}`.toLowerCase();
	return record.words;
};

/** @param {any} record */
const fits = (record) => {
	const wanted = find("#search").value.trim().toLowerCase();
	return (
		kinds.has(record.kind) &&
		(!onlyWrong || record.wrong.length > 0) &&
		(!wanted || words(record).includes(wanted))
	);
};

const count = () => {
	const wrong = records.filter((one) => one.wrong.length).length;
	find("#wrong-count").textContent = String(wrong);
	find("#wrong").toggleAttribute("data-any", wrong > 0);
	find("#count").textContent = `${shown.length} of ${records.length} shown`;
};

/** @param {string} text */
const pretty = (text) => {
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		return text;
	}
};

/** @param {any} record */
const showDetails = (record) => {
	chosen = record;
	tools.open("details");
	find("#nothing").hidden = true;
	find("#details").hidden = false;
	find("#details-name").textContent = record.name;
	const ways = { in: "to LivePerson", out: "to the page", "": "" };
	const facts = {
		what: `${KINDS[record.kind]} ${ways[/** @type {"in" | "out" | ""} */ (record.way)]}`,
		time: new Date(record.timeMs).toISOString(),
		consumer: record.who,
		page: record.page,
		length:
			record.length > record.text.length + 200
				? `${record.length} characters, cut here`
				: `${record.length} characters`,
	};
	find("#details-facts").replaceChildren(
		...Object.entries(facts)
			.filter(([, value]) => value)
			.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]),
	);
	find("#details-wrong").replaceChildren(
		...record.wrong.map((/** @type {string} */ one) => make("li", {}, one)),
	);
	find("#details-text").textContent = pretty(record.text);
	find("#details-send").hidden = record.kind !== "frame" || record.way !== "out";
};

const list = new RowList(find("#rows"), find("#canvas"), (record) => {
	setFollow(false);
	showDetails(record);
});

/** @param {boolean} follow */
const setFollow = (follow) => {
	list.follow = follow;
	find("#follow").setAttribute("aria-pressed", String(follow));
	if (follow) list.plan();
};

/**
 * A page's word comes late, and what follows from it comes at once: put them in their order.
 * @param {any[]} ones
 */
const inOrder = (ones) =>
	ones.sort(
		(one, other) =>
			one.timeMs - other.timeMs ||
			Number(one.kind !== "tag") - Number(other.kind !== "tag") ||
			one.seq - other.seq,
	);

const filterAgain = () => {
	shown = inOrder(records.filter(fits));
	list.show(shown);
	count();
};

/** @param {any[]} batch */
const add = (batch) => {
	records.push(...batch);
	for (const record of batch) if (record.kind === "play") tools.progress(JSON.parse(record.text));
	if (records.length > MOST_RECORDS) {
		records = records.slice(-MOST_RECORDS);
		filterAgain();
		return;
	}
	shown.push(...batch.filter(fits));
	list.show(inOrder(shown));
	count();
};

const tools = startTools();

for (const [kind, label] of Object.entries(KINDS)) {
	const box = make("input", { type: "checkbox", checked: true });
	box.addEventListener("change", () => {
		if (box.checked) kinds.add(kind);
		else kinds.delete(kind);
		filterAgain();
	});
	const labelled = make("label", { className: "kind-box" });
	labelled.append(box, label);
	find("#kinds").append(labelled);
}
find("#filter").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
find("#search").addEventListener("input", filterAgain);
find("#wrong").addEventListener("click", () => {
	onlyWrong = !onlyWrong;
	find("#wrong").setAttribute("aria-pressed", String(onlyWrong));
	filterAgain();
});
find("#follow").addEventListener("click", () => setFollow(!list.follow));
find("#rows").addEventListener("wheel", () => setFollow(false), { passive: true });
find("#clear").addEventListener("click", async () => {
	await ask("timeline/clear");
	records = [];
	filterAgain();
});
find("#details-send").addEventListener("click", () => tools.edit(pretty(chosen.text)));
document.addEventListener("keydown", (event) => {
	const typing = /** @type {HTMLElement} */ (event.target).matches("input, textarea, select");
	if (event.key === "/" && !typing) {
		event.preventDefault();
		find("#search").focus();
	}
});

watch(
	"timeline",
	(data) => add(data),
	(open) => {
		if (!open) return;
		// Whoever comes back is told all of it again.
		records = [];
		filterAgain();
	},
);
count();
