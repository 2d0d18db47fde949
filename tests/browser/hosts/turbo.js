/**
 * Turbo, which puts another body in the place of the page's.
 *
 * antiwork/helper#729: a widget goes with the body, and never comes back.
 * turbolinks/turbolinks#43: what others have hung into the body is lost with each visit.
 */
import * as Turbo from "@hotwired/turbo";
import { makeBox, ready } from "./box.js";

const { box } = makeBox();
document.body.append(box);
let visited = false;
addEventListener("turbo:load", () => {
	visited = true;
	if (!document.querySelector("#field")) document.body.append(makeBox().box);
});
const coming = new MutationObserver(() => {
	if (!document.querySelector("tagalong-banner")) return;
	coming.disconnect();
	Turbo.visit("/files/visited.html", { action: "replace" });
});
coming.observe(document, { childList: true, subtree: true });
ready(() => visited);
