/** A polyfill for modal dialogs: it keeps the focus, and what is outside from being pressed. */
import polyfill from "dialog-polyfill";
import { makeBox, ready } from "./box.js";

const dialog = document.createElement("dialog");
dialog.append(makeBox().box);
document.body.append(dialog);
polyfill.forceRegisterDialog(dialog);
dialog.showModal();
ready(() => dialog.open);
