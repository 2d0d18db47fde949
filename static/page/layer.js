/** Where the banner hangs so that it can be seen and pressed. */
import { genuine, isElement } from "./genuine.js";

// What makes all that is outside of it inert; those that are left out show no children.
const FULL = CSS.supports("selector(:fullscreen)") ? ":fullscreen:not(video, iframe, img, canvas)" : "";
const COVER = ["dialog:modal", FULL].filter(Boolean).join();
// What says so of itself: readers of screens leave out all that is outside of it.
const MODAL = "[aria-modal='true']";

/**
 * @param {Document | ShadowRoot} scope
 * @param {(scope: Document | ShadowRoot) => Element | null} find
 * @returns {Element | null} what `find` gives, looked for on through open shadow roots
 */
const deepest = (scope, find) => {
	const found = find(scope);
	const inside = found && genuine(found, "shadowRoot");
	return (inside && deepest(inside, find)) || found;
};

/** @returns {Element | null} the element that has the focus, through open shadow roots */
export const deepestFocus = () => deepest(document, (scope) => genuine(scope, "activeElement"));

/**
 * @param {Element | null} element
 * @param {string} selector
 * @returns {Element | null} what covers the page and is around it, through shadow roots and slots
 */
const coverAround = (element, selector) => {
	/** @type {Node | null} */
	let node = element;
	while (node) {
		if (isElement(node) && genuine(node, "matches")(selector)) return node;
		const slot = isElement(node) ? genuine(node, "assignedSlot") : null;
		node = slot ?? (node instanceof ShadowRoot ? node.host : genuine(node, "parentNode"));
	}
	return null;
};

/**
 * The topmost modal dialog or full-screen element makes everything else inert, so
 * that a pointer anywhere finds it, or its backdrop; a dialog has the focus, too.
 *
 * @param {Element} own the banner itself
 * @returns {Element | null}
 */
const topmostCover = (own) =>
	coverAround(
		deepest(document, (scope) => genuine(scope, "elementFromPoint")(1, 1)),
		COVER,
	) ??
	coverAround(deepestFocus(), `${COVER}, ${MODAL}`) ??
	lastOf(COVER, own) ??
	lastOf(MODAL, own) ??
	null;

/**
 * @param {string} selector
 * @param {Element} own
 */
const lastOf = (selector, own) =>
	[...genuine(document, "querySelectorAll")(selector)]
		.filter((one) => !own.contains(one) && isShown(one))
		.at(-1);

/** @param {Element} element */
const isShown = (element) => {
	const { visibility } = getComputedStyle(element);
	return visibility === "visible" && genuine(element, "getClientRects")().length > 0;
};

/** @param {Element} element @returns {boolean} whether a page has put to sleep all that is in it */
const isDead = (element) =>
	genuine(element, "closest")("[inert], [hidden], [aria-hidden='true']") !== null ||
	getComputedStyle(element).display === "none";

/**
 * @param {Element} own the banner itself
 * @param {boolean} evicted whether the host has taken it out of where it would hang
 * @returns {Element | ShadowRoot | null} the host's open modal dialog or full-screen element; or the
 *   body, at whose end frameworks that own the whole document suffer a stranger; or <html>, where
 *   the body is put to sleep, or bears nobody
 */
export const topmostParent = (own, evicted) => {
	const cover = topmostCover(own);
	if (cover) return genuine(cover, "shadowRoot") ?? cover;
	const body = genuine(document, "body");
	return body && !evicted && !isDead(body) ? body : genuine(document, "documentElement");
};

// Browsers of before 2024 have no top layer for it: there it is as high as a z-index makes it.
const HAS_POPOVER = "showPopover" in HTMLElement.prototype;

/**
 * @param {HTMLElement} own
 * @returns {boolean}
 */
export const isOnTop = (own) => !HAS_POPOVER || own.popover === null || own.matches(":popover-open");

/** @param {HTMLElement} own an element that is in the page; what came into the top layer later is below it then */
export const putOnTop = (own) => {
	if (!HAS_POPOVER || own.popover === null) return;
	if (isOnTop(own)) own.hidePopover();
	own.showPopover();
	// A page may refuse it to everybody: then it stays as high as its z-index.
	if (!isOnTop(own)) own.popover = null;
};
