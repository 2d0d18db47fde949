/** A page that was written by a server whole, and is hydrated while the banner stands. */
import { createElement } from "react";
import { hydrateRoot } from "react-dom/client";
import { ready } from "./box.js";
import { Box } from "./react-box.js";

const scripts = [...document.head.children].map((one) => one.outerHTML).join("");
const Page = () =>
	createElement(
		"html",
		{ lang: "en" },
		// biome-ignore lint/security/noDangerouslySetInnerHtml: the head is the test's own, as it came
		createElement("head", { dangerouslySetInnerHTML: { __html: scripts } }),
		createElement("body", null, createElement("div", { id: "app" }, createElement(Box))),
	);

export const hydrated = () => {
	/** @type {string[]} */
	const trouble = [];
	const body = document.body;
	const app = document.createElement("div");
	app.id = "app";
	app.innerHTML =
		'<div><input id="field" aria-label="Field" value="half-filled"><button id="own" type="button">Count</button></div>';
	body.replaceChildren(app);
	const field = document.querySelector("#field");
	const hydrate = () => {
		// Typed before the page came to life.
		/** @type {HTMLInputElement} */ (field).value = "half-filled";
		hydrateRoot(document, createElement(Page), {
			/** @param {Error} error */
			onRecoverableError: (error) => trouble.push(error.message),
		});
	};
	const coming = new MutationObserver(() => {
		if (!document.querySelector("tagalong-banner")) return;
		coming.disconnect();
		hydrate();
	});
	coming.observe(document, { childList: true, subtree: true });
	ready(() => trouble.length === 0 && document.querySelector("#field") === field);
};
