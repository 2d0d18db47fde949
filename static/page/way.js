/**
 * Makes way: the banner lies on nothing that the visitor is at, in whatever frame that is, nor
 * on what its own words send them to.
 */
import { genuine, isElement } from "./genuine.js";
import { deepestFocus } from "./layer.js";

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {{position: string, inset: number}} Way `inset`: CSS pixels between it and its usual gap from the edge */

const FIELD = "input, textarea, select, [contenteditable], [role='textbox']";
const USABLE = "a, button, input, select, textarea, iframe, [role='button'], [tabindex]";
// Of the window: what is larger is the page itself, which no place is beside.
const LARGEST = 0.5;
const FOOT = 0.35;
const STEP = 22; // CSS pixels: half of what a finger needs
// Below, or above, a bar at the edge of the window, where no edge is free: one line of it, and two.
const INSETS = [48, 96];

/** @param {Box} one @param {Box} other */
const overlap = (one, other) =>
	one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** @param {Box} box */
const isPart = ({ left, top, right, bottom }) =>
	right > left &&
	bottom > top &&
	(right - left) * (bottom - top) < window.innerWidth * window.innerHeight * LARGEST;

/**
 * @param {Element} element
 * @returns {Box} where it is in this window, from within a frame of the same site
 */
const boxOf = (element) => {
	const { left, top, right, bottom } = genuine(element, "getBoundingClientRect")();
	const frame = element.ownerDocument.defaultView?.frameElement;
	if (!frame || element.ownerDocument === document) return { left, top, right, bottom };
	const outer = boxOf(frame);
	return {
		left: left + outer.left,
		top: top + outer.top,
		right: right + outer.left,
		bottom: bottom + outer.top,
	};
};

/** @param {Box} box of a frame whose inside is nobody's to see: a chat has its field at its foot */
const footOf = (box) => ({ ...box, top: box.bottom - (box.bottom - box.top) * FOOT });

/** @returns {Element | null} what has the focus, within frames of the same site too */
const focused = () => {
	let element = deepestFocus();
	for (;;) {
		if (!(element instanceof HTMLIFrameElement)) return element;
		/** @type {Element | null} */
		let within = null;
		try {
			within = element.contentDocument?.activeElement ?? null;
		} catch {
			// Another site's.
		}
		if (!within || within === within.ownerDocument.body) return element;
		element = within;
	}
};

/**
 * @param {Element} element
 * @returns {Box[]} what is not to be covered: the element; of a field the box around it that floats over
 *   the page, such as a chat; of a frame the frame
 */
const toSpare = (element) => {
	const boxes = [boxOf(element)];
	if (element instanceof HTMLIFrameElement) boxes.push(footOf(boxOf(element)));
	if (!genuine(element, "matches")(FIELD)) return boxes;
	for (let one = /** @type {Element | null} */ (element); one; one = genuine(one, "parentElement")) {
		if (getComputedStyle(one).position === "fixed") boxes.push(boxOf(one));
	}
	const frame = element.ownerDocument === document ? null : element.ownerDocument.defaultView?.frameElement;
	if (frame) boxes.push(boxOf(frame));
	return boxes;
};

/** @param {string} position @returns {string[]} all others, the nearest first */
const others = (position) => {
	const [vertical = "", side = ""] = position.split("-");
	const opposite = vertical === "top" ? "bottom" : "top";
	const sides =
		side === "start" ? ["start", "", "end"] : side === "end" ? ["end", "", "start"] : ["", "end", "start"];
	const name = (/** @type {string} */ edge, /** @type {string} */ at) => (at ? `${edge}-${at}` : edge);
	return [...sides.map((at) => name(vertical, at)), ...sides.map((at) => name(opposite, at))].sort(
		(one, other) => rank(one, position, opposite) - rank(other, position, opposite),
	);
};

/** Straight across first, then along the edge, then the rest. */
const rank = (/** @type {string} */ one, /** @type {string} */ position, /** @type {string} */ opposite) => {
	if (one === position) return 0;
	if (one === position.replace(/^\w+/, opposite)) return 1;
	return one.startsWith(opposite) ? 3 : 2;
};

/**
 * @param {DOMRect} banner as it is painted
 * @param {Way} at where it is painted
 * @param {Way} to
 * @param {boolean} rtl
 * @returns {Box} where it would be
 */
const placed = (banner, at, to, rtl) => {
	const gap = (at.position.startsWith("top") ? banner.top : window.innerHeight - banner.bottom) - at.inset;
	const edge = gap + to.inset;
	const top = to.position.startsWith("top") ? edge : window.innerHeight - edge - banner.height;
	const side = to.position.split("-")[1];
	const atRight = side && (side === "end") !== rtl;
	const middle = (window.innerWidth - banner.width) / 2;
	const left = !side ? middle : atRight ? window.innerWidth - gap - banner.width : gap;
	return { left, top, right: left + banner.width, bottom: top + banner.height };
};

/**
 * @param {Box} box
 * @param {HTMLElement} host
 * @param {number} most how many decide: more of them are not looked for
 * @returns {number} how many points of it lie on what floats over the page and can be used
 */
const buries = (box, host, most) => {
	let buried = 0;
	for (let x = box.left; x <= box.right && buried < most; x += STEP) {
		for (let y = box.top; y <= box.bottom; y += STEP) {
			if (isFloatingButton(under(document, x, y, host))) buried += 1;
		}
	}
	return buried;
};

/**
 * @param {Document | ShadowRoot} scope
 * @param {number} x
 * @param {number} y
 * @param {HTMLElement} host
 * @returns {Element | null} what lies there below the banner, through open shadow roots
 */
const under = (scope, x, y, host) => {
	const found = genuine(scope, "elementsFromPoint")(x, y).find((one) => one !== host) ?? null;
	const inside = found && genuine(found, "shadowRoot");
	return (inside && inside !== scope && under(inside, x, y, host)) || found;
};

/** @param {Element | null} element @returns {boolean} whether it can be used, and stays where it is as the page scrolls */
const isFloatingButton = (element) => {
	if (!element || !genuine(element, "closest")(USABLE)) return false;
	/** @type {Node | null} */
	let one = element;
	while (one) {
		if (isElement(one) && getComputedStyle(one).position === "fixed") return true;
		one = one instanceof ShadowRoot ? one.host : genuine(one, "parentNode");
	}
	return false;
};

/**
 * @param {HTMLElement} host
 * @param {HTMLElement} banner as it is painted
 * @param {Way} at where it is painted
 * @param {string} wanted where the page's settings have it
 * @param {boolean} sharing whether the page may have a frame around it, with a button to end it
 * @param {Element | null} aimedAt what a pointer is at
 * @returns {Way} where it is in nobody's way, or in the least
 */
export const wayFor = (host, banner, at, wanted, sharing, aimedAt) => {
	const focus = focused();
	// What is in the banner moves with it.
	const own = focus && genuine(focus, "getRootNode")() === host.shadowRoot;
	const spared = focus && !own && focus !== host && focus !== genuine(document, "body") ? toSpare(focus) : [];
	const parts = [...spared, ...(aimedAt ? [boxOf(aimedAt)] : [])].filter(isPart);
	// To ask where it is has the browser lay it out at once, which else it does in a moment of its own.
	if (!sharing && !parts.length) return at;
	const box = banner.getBoundingClientRect();
	/** @param {Way} way @param {number} [most] what it is worth knowing up to */
	const cost = (way, most = Number.POSITIVE_INFINITY) => {
		const there = placed(box, at, way, host.dir === "rtl");
		const covers = parts.filter((part) => overlap(part, there)).length;
		return covers * 100 + (sharing ? buries(there, host, most - covers * 100) : 0);
	};
	if (!sharing && !parts.some((part) => overlap(part, box))) return at;
	const now = cost(at);
	if (sharing && now === 0) return at;
	let best = { way: at, cost: now };
	for (const inset of [0, ...INSETS]) {
		for (const position of others(wanted)) {
			const way = { position, inset };
			const worth = cost(way, best.cost);
			if (worth < best.cost) best = { way, cost: worth };
		}
		// An edge that is free is better than a place off it.
		if (best.cost === 0) break;
	}
	return best.way;
};
