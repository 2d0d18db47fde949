/**
 * A box of a page's own that says that it is modal.
 *
 * w3c/aria#1854: readers of screens leave out live regions outside of it.
 * whatwg/html#10811: what is in the top layer above a modal dialog can be inert all the same.
 */
import { makeBox, ready } from "./box.js";

const { box, field } = makeBox();
box.setAttribute("role", "dialog");
box.setAttribute("aria-modal", "true");
document.body.append(box);
field.focus();
ready(() => box.isConnected);
