/** `diagnose()`, `explain()` and `record()`, again and again while somebody looks. */
import { paintChain, paintRecord, SYMPTOMS } from "/workbench/chain.js";
import { make } from "../elements.js";
import { withTagalong } from "./page.js";

/** @typedef {import("../../tagalong.js").Symptom} Symptom */

const EVERY_MS = 3000;

export const checks = make("ul", { id: "account-checks" });
/** The chain of `explain()`, by the symptom that is chosen. */
export const chain = make("ol", { id: "account-chain", className: "chain" });
export const record = make("ol", { id: "account-record", className: "record" });
export const symptom = make(
	"select",
	{ id: "account-symptom", onchange: () => look() },
	...SYMPTOMS.map((one) => make("option", { textContent: one })),
);
/** @type {Map<Element, string>} what was painted last: what has not changed is left alone */
const painted = new Map();
/**
 * @param {HTMLElement} list
 * @param {unknown} told
 * @param {() => Node[]} paint
 */
const paintAnew = (list, told, paint) => {
	const text = JSON.stringify(told);
	if (painted.get(list) === text) return;
	painted.set(list, text);
	list.replaceChildren(...paint());
};
let looking = false;

/** Asks anew what stands in the way, where somebody reads it. */
const look = () => {
	if (looking || document.hidden) return;
	looking = true;
	withTagalong(async (tagalong) => {
		const found = await tagalong.diagnose();
		const links = await tagalong.explain(/** @type {Symptom} */ (symptom.value));
		looking = false;
		paintAnew(checks, found, () =>
			found.map(({ check, ok, words }) =>
				make(
					"li",
					{ className: ok ? "good" : "bad" },
					make("strong", { textContent: `${ok ? "✓" : "✗"} ${check}` }),
					` ${words}`,
				),
			),
		);
		paintAnew(chain, links, () => paintChain(links));
		const text = tagalong.record();
		paintAnew(record, text, () => paintRecord(text));
	});
};

export const watchHealth = () => {
	look();
	setInterval(look, EVERY_MS);
};
