/**
 * Prototype.js as Debian has it, which adds to every element, array and function, and redefines `$`.
 *
 * Its page closes a menu by a press anywhere else, and keeps what it knows as JSON.
 */
import { makeBox, ready } from "./box.js";

/** @type {typeof import("./library.js").classic} */
const page = window;
const menu = page.$(document.createElement("div"));
menu.insert(makeBox().box);
page.$(document.body).insert(menu);
page.Event.observe(document, "click", (/** @type {Event} */ event) => {
	if (!page.Event.findElement(event, "div")) menu.hide();
});
page.$(document).fire("shop:opened", { at: [1, 2] });
ready(() => menu.visible() && page.$A([1, 2]).without(1).inspect() === "[2]");
