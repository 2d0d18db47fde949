/**
 * What the visitor can see of a question, part by part: facts for Python, which decides
 * whether No was as easy as Yes.
 */
import { contrast } from "./colours.js";
import { genuine } from "./genuine.js";

/**
 * @typedef {import("./border.js").BannerView} View
 * @typedef {import("./border.js").PartSeen} PartSeen
 * @typedef {import("./border.js").Seen} Seen
 * @typedef {ReturnType<typeof import("./ink.js").createInk>} Ink
 */

const SAMPLES = [
	[0.5, 0.5],
	[0.1, 0.2],
	[0.9, 0.2],
	[0.1, 0.8],
	[0.9, 0.8],
];
const TOLERANCE = 1; // CSS pixels

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/** @returns {Box} the part of the page that is seen */
const seenBox = () => {
	const {
		offsetLeft = 0,
		offsetTop = 0,
		width = window.innerWidth,
		height = window.innerHeight,
	} = window.visualViewport ?? {};
	return { left: offsetLeft, top: offsetTop, right: offsetLeft + width, bottom: offsetTop + height };
};

/**
 * @param {Box} inner
 * @param {Box} outer
 */
const isWithin = (inner, outer) =>
	inner.left >= outer.left - TOLERANCE &&
	inner.top >= outer.top - TOLERANCE &&
	inner.right <= outer.right + TOLERANCE &&
	inner.bottom <= outer.bottom + TOLERANCE;

/**
 * @param {Element} element
 * @returns {DOMRect} where its words are painted
 */
const wordsOf = (element) => {
	const range = genuine(document, "createRange")();
	range.selectNodeContents(element);
	return range.getBoundingClientRect();
};

/**
 * @param {Element} element
 * @param {DOMRect} box
 * @param {HTMLElement} host
 * @returns {boolean} whether a pointer finds it, and nothing of the page's or of ours before it
 */
const isHit = (element, box, host) => {
	const scope = /** @type {Document | ShadowRoot} */ (host.getRootNode());
	const root = /** @type {ShadowRoot} */ (host.shadowRoot);
	return SAMPLES.every(([across = 0, down = 0]) => {
		const x = box.left + box.width * across;
		const y = box.top + box.height * down;
		const outer = genuine(scope, "elementFromPoint")(x, y);
		return outer === host && element.contains(genuine(root, "elementFromPoint")(x, y));
	});
};

/** @returns {number} how much larger a zoomed phone shows it */
const scale = () => window.visualViewport?.scale ?? 1;

/**
 * @param {HTMLElement} element
 * @param {string} words which it should have
 * @param {HTMLElement} banner
 * @param {HTMLElement} host
 * @param {HTMLElement} probe
 * @param {Ink} ink
 * @returns {PartSeen}
 */
const measurePart = (element, words, banner, host, probe, ink) => {
	const box = element.getBoundingClientRect();
	const text = wordsOf(element);
	const frame = banner.getBoundingClientRect();
	const within = [text, box].every((one) => isWithin(one, frame)) && isWithin(text, seenBox());
	const inSight = within && isHit(element, text, host);
	const zoom = element.offsetWidth ? box.width / element.offsetWidth : 1;
	const size = Number.parseFloat(getComputedStyle(element).fontSize) * zoom;
	return {
		inSight,
		scrolledAway: !inSight && banner.scrollHeight > banner.clientHeight + TOLERANCE,
		width: box.width * scale(),
		height: box.height * scale(),
		contrast: contrast(element, banner, probe),
		textPx: size * scale(),
		density: (text.width * text.height) / (size * size * Math.max(1, words.length)) || 0,
		ownWords: element.textContent === words,
		inked: ink.isPainted(element),
	};
};

/**
 * @param {PartSeen[]} parts of one
 * @returns {PartSeen} as bad as the worst of them
 */
const worst = (parts) => ({
	inSight: parts.every((one) => one.inSight),
	scrolledAway: parts.every((one) => one.inSight || one.scrolledAway),
	width: Math.min(...parts.map((one) => one.width)),
	height: Math.min(...parts.map((one) => one.height)),
	contrast: Math.min(...parts.map((one) => one.contrast)),
	textPx: Math.min(...parts.map((one) => one.textPx)),
	density: Math.min(...parts.map((one) => one.density)),
	ownWords: parts.every((one) => one.ownWords),
	inked: parts.every((one) => one.inked),
});

/**
 * @param {HTMLElement} host
 * @param {View} view
 * @param {HTMLElement} probe
 * @param {Ink} ink
 * @returns {Seen | null} null where there are no two answers, or parts of the question are gone
 */
export const measure = (host, view, probe, ink) => {
	const root = /** @type {ShadowRoot} */ (host.shadowRoot);
	const banner = /** @type {HTMLElement | null} */ (root.querySelector(".banner"));
	const [yes, no] = view.buttons;
	if (!banner || !yes || !no) return null;
	/**
	 * @param {string} name
	 * @param {...string} words of each that has this name
	 */
	const part = (name, ...words) => {
		const elements = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(`.${name}`)]);
		if (!words.length || elements.length !== words.length) return null;
		return worst(elements.map((one, at) => measurePart(one, words[at] ?? "", banner, host, probe, ink)));
	};
	const heading = part("heading", view.heading);
	const body = part("text", ...view.body);
	const accept = part(yes.action, yes.label);
	const decline = part(no.action, no.label);
	if (!heading || !body || !accept || !decline) return null;
	const frame = banner.getBoundingClientRect();
	const { top, bottom } = seenBox();
	return {
		heading,
		body,
		accept,
		decline,
		width: frame.width * scale(),
		height: frame.height * scale(),
		share: frame.height / (bottom - top),
	};
};
