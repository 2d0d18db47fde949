/**
 * focus-trap that ends itself by a click outside.
 *
 * focus-trap/focus-trap#268: a press on what somebody else has laid over the page closes the box.
 */
import { createFocusTrap } from "focus-trap";
import { makeBox, ready } from "./box.js";

const { box } = makeBox();
document.body.append(box);
const trap = createFocusTrap(box, { clickOutsideDeactivates: true }).activate();
ready(() => trap.active);
