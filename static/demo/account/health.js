/** `diagnose()`, again and again while somebody looks. */
import { make } from "../elements.js";
import { withTagalong } from "./page.js";

const EVERY_MS = 3000;

export const checks = make("ul", { id: "account-checks" });
/** @type {object[]} */
let last = [];
let looking = false;

/** Asks anew what stands in the way, where somebody reads it. */
const look = () => {
	if (looking || document.hidden) return;
	looking = true;
	withTagalong(async (tagalong) => {
		const found = await tagalong.diagnose();
		looking = false;
		if (JSON.stringify(found) === JSON.stringify(last)) return;
		last = found;
		checks.replaceChildren(
			...found.map(({ check, ok, words }) =>
				make(
					"li",
					{ className: ok ? "good" : "bad" },
					make("strong", { textContent: `${ok ? "✓" : "✗"} ${check}` }),
					` ${words}`,
				),
			),
		);
	});
};

export const watchHealth = () => {
	look();
	setInterval(look, EVERY_MS);
};
