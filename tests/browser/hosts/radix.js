/**
 * Radix' dialog: it closes by any press outside, and takes the focus back.
 *
 * radix-ui/primitives#2497: people ask how to keep it open.
 * radix-ui/primitives#809: a tap outside closes it, and does what lies behind too.
 * radix-ui/primitives#4115: what hangs beside it is hidden from readers of screens, and can be clicked.
 * benjitaylor/agentation#137: the field of a tool laid over it loses the focus at once.
 */
import * as Dialog from "@radix-ui/react-dialog";
import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";
import { ready } from "./box.js";
import { Box, makeRoot } from "./react-box.js";

let isOpen = true;
const Host = () => {
	const [open, setOpen] = useState(true);
	isOpen = open;
	return createElement(
		Dialog.Root,
		{ open, onOpenChange: setOpen },
		createElement(
			Dialog.Portal,
			null,
			createElement(
				Dialog.Content,
				{ "aria-describedby": undefined },
				createElement(Dialog.Title, null, "A dialog"),
				createElement(Box),
			),
		),
	);
};
createRoot(makeRoot()).render(createElement(Host));
ready(() => isOpen);
