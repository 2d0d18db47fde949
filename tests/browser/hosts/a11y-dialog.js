/** a11y-dialog: it keeps Tab within, and closes by Escape and its backdrop. */
import A11yDialog from "a11y-dialog";
import { makeBox, ready } from "./box.js";

const container = document.createElement("div");
container.id = "dialog";
container.setAttribute("aria-labelledby", "title");
const overlay = document.createElement("div");
overlay.dataset.a11yDialogHide = "";
overlay.style.cssText = "position:fixed;inset:0";
const inner = document.createElement("div");
inner.style.position = "relative";
inner.append(makeBox().box);
container.append(overlay, inner);
document.body.append(container);
const dialog = new A11yDialog(container);
dialog.show();
ready(() => dialog.shown);
