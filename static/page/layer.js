/** Where the banner hangs so that it can be seen and pressed. */

// What makes all that is outside of it inert; those that are left out show no children.
const FULL = CSS.supports("selector(:fullscreen)") ? ":fullscreen:not(video, iframe, img, canvas)" : "";
const COVER = ["dialog:modal", FULL].filter(Boolean).join();

/**
 * @param {Document | ShadowRoot} scope
 * @param {(scope: Document | ShadowRoot) => Element | null} find
 * @returns {Element | null} what `find` gives, looked for on through open shadow roots
 */
const deepest = (scope, find) => {
	const found = find(scope);
	const inside = found?.shadowRoot;
	return (inside && deepest(inside, find)) || found;
};

/**
 * @param {Element | null} element
 * @returns {Element | null} what covers the page and is around it, through shadow roots and slots
 */
const coverAround = (element) => {
	/** @type {Node | null} */
	let node = element;
	while (node) {
		if (node instanceof Element && node.matches(COVER)) return node;
		const slot = node instanceof Element ? node.assignedSlot : null;
		node = slot ?? (node instanceof ShadowRoot ? node.host : node.parentNode);
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
	coverAround(deepest(document, (scope) => scope.elementFromPoint(1, 1))) ??
	coverAround(deepest(document, (scope) => scope.activeElement)) ??
	[...document.querySelectorAll(COVER)].filter((one) => !own.contains(one)).at(-1) ??
	null;

/**
 * @param {Element} own the banner itself
 * @param {boolean} evicted whether the host has taken it out of <html> before
 * @returns {Element | ShadowRoot | null} the host's open modal dialog or full-screen element;
 *   or <html>, which stays alive when a page makes its body inert; or the body, on a page that
 *   tolerates nothing beside it
 */
export const topmostParent = (own, evicted) => {
	const cover = topmostCover(own);
	return cover?.shadowRoot ?? cover ?? ((evicted && document.body) || document.documentElement);
};

// Browsers of before 2024 have no top layer for it: there it is as high as a z-index makes it.
const HAS_POPOVER = "showPopover" in HTMLElement.prototype;

/**
 * @param {HTMLElement} own
 * @returns {boolean}
 */
export const isOnTop = (own) => !HAS_POPOVER || own.matches(":popover-open");

/** @param {HTMLElement} own an element that is in the page; what came into the top layer later is below it then */
export const putOnTop = (own) => {
	if (!HAS_POPOVER) return;
	if (isOnTop(own)) own.hidePopover();
	own.showPopover();
};

const NARROWEST = 280; // what the banner is made for, in CSS pixels, before it becomes smaller

/**
 * Keeps the banner in the part of the page that is seen, of a zoomed phone or
 * above its keyboard. Its own style sheet says so: a page cannot, and no attribute changes.
 *
 * @param {AbortSignal} signal ends it
 * @returns {CSSStyleSheet}
 */
export const followSight = (signal) => {
	const sheet = new CSSStyleSheet();
	const seen = window.visualViewport;
	if (!seen) return sheet;
	const follow = () => {
		const { scale, offsetLeft, offsetTop, width, height } = seen;
		const whole = scale === 1 && !offsetTop && height > innerHeight - 1;
		const seat = {
			left: `${offsetLeft}px`,
			top: `${offsetTop}px`,
			width: `${width}px`,
			height: `${height}px`,
			zoom: Math.min(1, width / NARROWEST),
		};
		const rules = Object.entries(seat).map(([name, value]) => `--${name}:${value}!important`);
		sheet.replaceSync(whole ? "" : `:host{${rules.join(";")}}`);
	};
	for (const name of ["resize", "scroll"]) seen.addEventListener(name, follow, { signal });
	follow();
	return sheet;
};
