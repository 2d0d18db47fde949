/**
 * focus-trap with its default options: clicks outside are swallowed, the focus is taken back.
 *
 * focus-trap/focus-trap#63: a notification over a trapped box cannot be used with the mouse.
 * focus-trap/focus-trap#42: what a library hangs under the body counts as outside, and is dead.
 * focus-trap/focus-trap#102: an outside button is not reached, even where that is allowed.
 * focus-trap/focus-trap-react#888: nothing outside of a drawer can be clicked.
 * theKashey/react-focus-lock#317: a click outside does not get through a lock of the focus.
 */
import { createFocusTrap } from "focus-trap";
import { makeBox, ready } from "./box.js";

const { box } = makeBox();
box.setAttribute("role", "dialog");
document.body.append(box);
const trap = createFocusTrap(box).activate();
ready(() => trap.active && box.contains(document.activeElement));
