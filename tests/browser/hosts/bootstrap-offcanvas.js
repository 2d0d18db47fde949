/**
 * Bootstrap's offcanvas: it closes by a press on its backdrop, and keeps the focus.
 *
 * sweetalert2/sweetalert2#2667: nothing can be typed over it.
 */

import css from "bootstrap/dist/css/bootstrap.css";
import Offcanvas from "bootstrap/js/dist/offcanvas.js";
import { makeBox, ready } from "./box.js";

const style = document.createElement("style");
style.textContent = css;
document.head.append(style);

const { box } = makeBox();
const canvas = document.createElement("div");
canvas.className = "offcanvas offcanvas-start";
canvas.tabIndex = -1;
canvas.append(box);
document.body.append(canvas);
new Offcanvas(canvas).show();
ready(() => canvas.classList.contains("show"));
