/** A page in a zone: what it listens for while the banner stands has to stay alive when it goes. */
import { makeBox, ready } from "./box.js";

export const zoned = () => {
	const { box } = makeBox();
	document.body.append(box);
	let keys = 0;
	/** @type {MutationObserver} */
	const coming = new MutationObserver(() => {
		if (!document.querySelector("tagalong-banner")) return;
		coming.disconnect();
		// After ours, on the same targets, for the same.
		for (const type of ["keydown", "focusin", "click", "visibilitychange"]) {
			document.addEventListener(type, () => {
				keys += 1;
			});
			addEventListener(type, () => {}, true);
		}
	});
	coming.observe(document, { childList: true, subtree: true });
	ready(() => {
		const before = keys;
		document.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
		document.dispatchEvent(new Event("visibilitychange"));
		return keys === before + 2;
	});
};
