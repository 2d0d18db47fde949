/**
 * SweetAlert2: it keeps the focus, and closes by a click outside and Escape.
 *
 * sweetalert2/sweetalert2#1887: fields of other boxes cannot be used beside it.
 * sweetalert2/sweetalert2#2452: two that keep the focus fight for it.
 */
import Swal from "sweetalert2";
import { makeBox, ready } from "./box.js";

const { box } = makeBox();
Swal.fire({ html: box, animation: false, backdrop: true });
ready(() => Swal.isVisible());
