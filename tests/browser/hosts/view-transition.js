/** A page that swaps all of its body within a view transition, as Astro's router does. */
import { makeBox, ready } from "./box.js";

document.body.append(makeBox().box);
let swapped = false;
const coming = new MutationObserver(() => {
	if (!document.querySelector("tagalong-banner")) return;
	coming.disconnect();
	document.startViewTransition(() => {
		const body = document.createElement("body");
		body.append(makeBox().box);
		document.body.replaceWith(body);
		swapped = true;
	});
});
coming.observe(document, { childList: true, subtree: true });
ready(() => swapped);
