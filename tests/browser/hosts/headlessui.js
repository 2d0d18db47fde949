/**
 * Headless UI's dialog: all beside it is inert, and a press outside closes it.
 *
 * tailwindlabs/headlessui#432: a press in what another library shows closes the dialog.
 * tailwindlabs/headlessui#1138: so does a press on a notice.
 * tailwindlabs/headlessui#2289: what it makes inert, and what not, has changed to and fro.
 * tailwindlabs/headlessui#2413: siblings stay inert, and parts of the page do not react.
 * tailwindlabs/headlessui#2078: a press in a shadow root counts as outside.
 */
import { Dialog, DialogPanel } from "@headlessui/react";
import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";
import { ready } from "./box.js";
import { Box, makeRoot } from "./react-box.js";

let isOpen = true;
const Host = () => {
	const [open, setOpen] = useState(true);
	isOpen = open;
	return createElement(
		Dialog,
		{ open, onClose: () => setOpen(false) },
		createElement(DialogPanel, null, createElement(Box)),
	);
};
createRoot(makeRoot()).render(createElement(Host));
ready(() => isOpen);
