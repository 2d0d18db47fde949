/**
 * Micromodal.
 *
 * micromodal/Micromodal#504: Escape and Tab work otherwise beside what others show.
 */
import MicroModal from "micromodal";
import { makeBox, ready } from "./box.js";

const modal = document.createElement("div");
modal.id = "modal";
modal.setAttribute("aria-hidden", "true");
const overlay = document.createElement("div");
overlay.dataset.micromodalClose = "";
overlay.tabIndex = -1;
const inner = document.createElement("div");
inner.setAttribute("role", "dialog");
inner.setAttribute("aria-modal", "true");
inner.append(makeBox().box);
overlay.append(inner);
modal.append(overlay);
document.body.append(modal);
MicroModal.show("modal");
ready(() => modal.classList.contains("is-open"));
