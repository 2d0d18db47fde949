/** swup, which swaps a container of the page with a transition. */
import Swup from "swup";
import { makeBox, ready } from "./box.js";

const holder = document.createElement("main");
holder.id = "swup";
document.body.append(holder, makeBox().box);
const swup = new Swup({ animationSelector: false });
let visited = false;
swup.hooks.on("page:view", () => {
	visited = true;
});
const coming = new MutationObserver(() => {
	if (!document.querySelector("tagalong-banner")) return;
	coming.disconnect();
	swup.navigate("/files/visited.html", { history: "replace" });
});
coming.observe(document, { childList: true, subtree: true });
ready(() => visited);
