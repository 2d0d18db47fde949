/** jQuery, with a menu that closes by a click anywhere else, as its pages have them. */
import $ from "jquery";
import { makeBox, ready } from "./box.js";

const menu = $("<div id='menu'>").append(makeBox().box).appendTo("body");
$(document).on("click mousedown touchstart focusin", (/** @type {Event} */ event) => {
	if (!$(event.target).closest("#menu").length) menu.hide();
});
$(document).on("keydown", (/** @type {KeyboardEvent} */ event) => {
	if (event.key === "Escape") menu.hide();
});
ready(() => menu.is(":visible"));
