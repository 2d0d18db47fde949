/**
 * MUI's dialog: it keeps the focus, hides its siblings, and closes by its backdrop and Escape.
 *
 * mui/material-ui#17497: a messenger cannot be used while a dialog is open.
 * heroui-inc/heroui#2175: the fields of a feedback widget cannot be clicked over a modal.
 */
import Dialog from "@mui/material/Dialog";
import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";
import { ready } from "./box.js";
import { Box, makeRoot } from "./react-box.js";

let isOpen = true;
const Host = () => {
	const [open, setOpen] = useState(true);
	isOpen = open;
	return createElement(Dialog, { open, onClose: () => setOpen(false) }, createElement(Box));
};
createRoot(makeRoot()).render(createElement(Host));
ready(() => isOpen);
