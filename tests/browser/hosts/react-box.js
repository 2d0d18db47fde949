/** The box as React writes it. */
import { createElement } from "react";
import { count } from "./box.js";

export const Box = () =>
	createElement(
		"div",
		null,
		createElement("input", { id: "field", "aria-label": "Field", defaultValue: "half-filled" }),
		createElement("button", { id: "own", type: "button", onClick: count }, "Count"),
	);

/** @returns {HTMLElement} */
export const makeRoot = () => {
	const root = document.createElement("div");
	root.id = "root";
	document.body.append(root);
	return root;
};
