/** A page of components, each in a shadow root of its own, with a modal dialog in the innermost. */
import { makeBox, ready } from "./box.js";

/** @type {Element | ShadowRoot} */
let inner = document.body;
for (let depth = 0; depth < 5; depth += 1) {
	const holder = document.createElement("x-part");
	inner.append(holder);
	inner = holder.attachShadow({ mode: "open", delegatesFocus: true });
}
const dialog = document.createElement("dialog");
dialog.append(makeBox().box);
inner.append(dialog);
dialog.showModal();
ready(() => dialog.open);
