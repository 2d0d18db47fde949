/** htmx, which swaps the inside of the body. */
import htmx from "htmx.org";
import { makeBox, ready } from "./box.js";

document.body.append(makeBox().box);
let swapped = false;
const coming = new MutationObserver(() => {
	if (!document.querySelector("tagalong-banner")) return;
	coming.disconnect();
	htmx.swap(document.body, "<p>Another page</p>", { swapStyle: "innerHTML" });
	document.body.append(makeBox().box);
	swapped = true;
});
coming.observe(document, { childList: true, subtree: true });
ready(() => swapped);
