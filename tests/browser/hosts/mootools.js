/**
 * MooTools as Debian has it, which adds to elements and arrays, and to what functions are.
 *
 * Its page closes a menu by a press anywhere else.
 */
import { makeBox, ready } from "./box.js";

/** @type {typeof import("./library.js").classic} */
const page = window;
const menu = new page.Element("div");
menu.adopt(makeBox().box);
page.$(document.body).adopt(menu);
page.$(document).addEvent("click", (/** @type {{target: Node}} */ event) => {
	if (!menu.contains(event.target)) menu.setStyle("display", "none");
});
ready(() => menu.getStyle("display") !== "none" && page.Array.from([1, 2]).getLast() === 2);
