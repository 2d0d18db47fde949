/** The banner's parts as elements: text nodes only, each a `part` for the host's style sheets. */
import { clock } from "./duration.js";
import { genuine } from "./genuine.js";

/**
 * @typedef {import("./border.js").BannerView} View
 * @typedef {import("./presses.js").Act} Act
 * @typedef {object} Calls
 * @property {WeakMap<Element, Act>} acts learns what each button does
 * @property {(action: import("./border.js").Action, event: Event, aimed: boolean) => void} press
 * @property {(fold: boolean) => void} fold
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name
 * @param {string} part the last of several names is its own
 * @param {string} [text]
 */
export const make = (name, part, text) => {
	const element = genuine(document, "createElement")(name);
	element.setAttribute("part", part);
	element.className = part.split(" ").at(-1) ?? "";
	if (text) element.textContent = text;
	return element;
};

/**
 * @param {Calls["acts"]} acts
 * @param {string} part
 * @param {string} label
 * @param {Act} act
 */
const makeButton = (acts, part, label, act) => {
	const button = make("button", part, label);
	button.type = "button";
	acts.set(button, act);
	return button;
};

/**
 * @param {View} view
 * @param {Calls} calls
 * @returns {HTMLElement[]} in the order in which they are read, and reached with Tab
 */
const unfolded = (view, { acts, press, fold }) => {
	const heading = make("h2", "heading", view.heading);
	heading.id = "heading";
	// Not of the order of Tab: a person's key brings the focus here.
	heading.tabIndex = -1;
	const body = make("div", "body");
	body.append(...view.body.map((text) => make("p", "text", text)));
	/** @type {HTMLElement[]} */
	const parts = [heading, body];
	if (view.endsAtMs != null) {
		const countdown = make("p", "countdown");
		countdown.setAttribute("role", "timer");
		parts.push(countdown);
	}
	parts.push(make("p", "notice", view.notice));
	if (view.buttons.length) {
		const actions = make("div", "actions");
		const buttons = view.buttons.map(({ action, label }) =>
			makeButton(acts, `button ${action}`, label, (event, aimed) => press(action, event, aimed)),
		);
		// Who comes to an answer past the question is told of what it is one.
		for (const button of buttons) button.setAttribute("aria-describedby", heading.id);
		actions.append(...buttons);
		parts.push(actions);
	}
	if (view.minimise) {
		const minimise = makeButton(acts, "minimise", "", () => fold(true));
		minimise.setAttribute("aria-label", view.minimise);
		parts.push(minimise);
	}
	return parts;
};

/** @param {View} view what a question's press has come to is none of its pill's */
const pillText = (view) => (view.state === "active" && view.notice) || view.pill || view.heading;

/**
 * @param {View} view
 * @param {Calls} calls
 */
const pill = (view, { acts, fold }) => {
	const button = makeButton(acts, "pill", "", () => fold(false));
	const time = make("span", "time");
	// A name that changed with each second would be read out each second.
	time.setAttribute("aria-hidden", "true");
	button.append(make("span", "pill-text", pillText(view)), time);
	return button;
};

/**
 * @param {View} view
 * @param {boolean} folded
 * @param {Calls} calls
 */
export const paint = (view, folded, calls) => {
	const banner = make("div", "banner");
	banner.lang = view.locale;
	banner.dir = view.direction;
	banner.append(...(folded ? [pill(view, calls)] : unfolded(view, calls)));
	return banner;
};

/**
 * Names the region around all that is painted; it stays, so that its name is said once, to who comes
 * in, and is another than what is said of the part where they arrive.
 *
 * @param {HTMLElement} region
 * @param {View} view
 * @param {boolean} folded
 */
export const nameRegion = (region, view, folded) => {
	const arrived = folded ? pillText(view) : view.heading;
	const name = (folded ? [view.heading, view.label] : [view.label]).find((one) => one !== arrived);
	region.setAttribute("aria-label", name ?? view.label);
	region.lang = view.locale;
};

/**
 * Writes the time that is left to answer, or that the page has been shared for.
 *
 * @param {ParentNode} root
 * @param {View} view
 * @param {number} now in milliseconds
 */
export const paintTime = (root, view, now) => {
	const { endsAtMs, sinceMs, locale, endsIn } = view;
	const span = endsAtMs != null ? endsAtMs - now : sinceMs != null ? now - sinceMs : null;
	const time = span == null ? "" : clock(locale, Math.max(0, span));
	for (const place of root.querySelectorAll(".countdown, .time")) {
		const text = place.matches(".countdown") ? endsIn.replace("{time}", time) : time;
		if (place.textContent !== text) place.textContent = text;
	}
};

/**
 * Says why a press did not count, without a repaint: what the visitor looks at stays where it is.
 *
 * @param {ParentNode} root
 * @param {string} notice what is taken back leaves its room, so that nothing moves under the pointer
 */
export const paintNotice = (root, notice) => {
	const place = root.querySelector(".notice");
	if (!place) return;
	place.classList.toggle("withdrawn", !notice);
	if (notice) place.textContent = notice;
};
