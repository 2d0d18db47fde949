/** The stage: the visitor's page and the agent's workspace side by side, and the script of the story. */
import { ask, find, invitationsOf, make, watch } from "/agent/ask.js";
import { watchDivider } from "./divider.js";
import { STEPS } from "./script.js";

const VISITOR = "/";
const AGENT = "/agent";
// What either side keeps in this browser.
const KEPT = /^(tagalong|fern-and-field|lp-simulator|agent-console)/;

const visitor = find("#visitor");
const agent = find("#agent");
/** @type {any} */
let state = null;
let step = 0;
let wasShared = false;
/** @type {Set<number>} */
const done = new Set();

/** @returns {import("./script.js").Scene} */
const scene = () => {
	const conversation = state?.conversations.at(-1);
	const page = visitor.contentDocument;
	const invitation = conversation && invitationsOf(conversation)[0];
	wasShared ||= invitation?.metaData.sessionState === "ACCEPTED";
	return {
		path: visitor.contentWindow.location.pathname,
		field: (name) => page?.querySelector(`[name="${name}"]`)?.value ?? "",
		conversation,
		invitation,
		wasShared,
		last: step === STEPS.length - 1,
	};
};

const paint = () => {
	const { title, todo, say, code } = STEPS[step];
	find("#step-number").textContent = `${step + 1}/${STEPS.length}`;
	find("#step-title").textContent = title;
	find("#step-do").textContent = todo;
	find("#step-say").textContent = say;
	find("#step-code").hidden = !code;
	find("#step-code").textContent = code ?? "";
	const words = done.has(step) ? "✓ done" : "";
	if (find("#step-done").textContent !== words) find("#step-done").textContent = words;
	find("#back").disabled = step === 0;
	find("#next").disabled = step === STEPS.length - 1;
	for (const [place, button] of document.querySelectorAll("#steps button").entries()) {
		button.classList.toggle("done", done.has(place));
		const { short, title: name } = STEPS[place];
		button.ariaLabel = `${short}: ${name}${done.has(place) ? ", done" : ""}`;
		if (place === step) button.setAttribute("aria-current", "step");
		else button.removeAttribute("aria-current");
	}
};

/** Marks every step that has happened; once done it stays so until the reset. */
const look = () => {
	const now = scene();
	for (const [place, one] of STEPS.entries()) if (one.done(now)) done.add(place);
	paint();
};

/** @param {number} place */
const go = (place) => {
	step = Math.max(0, Math.min(place, STEPS.length - 1));
	look();
};

/**
 * @param {HTMLIFrameElement} frame
 * @param {string} address
 */
const open = (frame, address) =>
	new Promise((resolve) => {
		frame.addEventListener("load", resolve, { once: true });
		frame.src = address;
	});

const reset = async () => {
	find("#reset").disabled = true;
	await Promise.all([open(visitor, "about:blank"), open(agent, "about:blank")]);
	await ask("reset");
	for (const storage of [localStorage, sessionStorage]) {
		for (const name of Object.keys(storage)) if (KEPT.test(name)) storage.removeItem(name);
	}
	await Promise.all([open(visitor, VISITOR), open(agent, AGENT)]);
	done.clear();
	wasShared = false;
	go(0);
	find("#reset").disabled = false;
};

visitor.addEventListener("load", () => {
	const { pathname, search } = visitor.contentWindow.location;
	find("#address").textContent = `${pathname}${search}`;
	visitor.contentDocument.addEventListener("input", look);
	look();
});
find("#steps").append(
	...STEPS.map(({ short }, place) =>
		make("li", {}, make("button", { type: "button", textContent: short, onclick: () => go(place) })),
	),
);
find("#back").addEventListener("click", () => go(step - 1));
find("#next").addEventListener("click", () => go(step + 1));
find("#reset").addEventListener("click", reset);
find("#phone").addEventListener("click", (/** @type {any} */ { currentTarget }) => {
	const isPhone = document.body.classList.toggle("phone");
	currentTarget.setAttribute("aria-pressed", String(isPhone));
});
watchDivider(find("#divider"), find("#sides"));
watch((told) => {
	if (!told) return;
	state = told;
	look();
});
void open(visitor, VISITOR);
void open(agent, AGENT);
paint();
