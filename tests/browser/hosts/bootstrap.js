/**
 * Bootstrap's modal, with its own keeping of the focus.
 *
 * twbs/bootstrap#19971: it takes the focus from what others hang under the body.
 * twbs/bootstrap#19850: dozens of libraries had to switch that off.
 * twbs/bootstrap#35916: a field outside of it cannot be focused.
 * sweetalert2/sweetalert2#374: a text field over it cannot be clicked.
 * sweetalert2/sweetalert2#1067: keys do nothing over it, and Escape closes both.
 */

import css from "bootstrap/dist/css/bootstrap.css";
import Modal from "bootstrap/js/dist/modal.js";
import { makeBox, ready } from "./box.js";

const style = document.createElement("style");
style.textContent = css;
document.head.append(style);

const { box } = makeBox();
const modal = document.createElement("div");
modal.className = "modal";
modal.tabIndex = -1;
const dialog = document.createElement("div");
dialog.className = "modal-dialog";
const content = document.createElement("div");
content.className = "modal-content";
content.append(box);
dialog.append(content);
modal.append(dialog);
document.body.append(modal);
new Modal(modal).show();
ready(() => modal.classList.contains("show"));
