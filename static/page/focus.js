/**
 * The focus: the banner never takes it. A person brings it there, where it stays, and it goes
 * back to where it was. What the page does by the focus, it does not do by the banner's.
 */
import { isElement } from "./genuine.js";
import { deepestFocus } from "./layer.js";
import { onWindow, together } from "./listen.js";
import { isTrusted } from "./trust.js";

// From one thing that a page does to the next.
const AT_ONCE_MS = 50;
// From a person's act to the focus that comes of it.
const AN_ACT_MS = 1000;

/** @param {unknown} element what may be of any kind, such as a link in a picture */
const canFocus = (element) => isElement(element) && "focus" in element && typeof element.focus === "function";

/**
 * @param {HTMLElement} host
 * @param {import("./guard.js").Guard} guarded
 */
export const watchFocus = (host, guarded) => {
	const root = /** @type {ShadowRoot} */ (host.shadowRoot);
	/** @type {Element | null} where the focus was on the page */
	let before = null;
	/** @type {HTMLElement | null} where it is in the banner */
	let inside = null;
	/** @type {HTMLElement | null} where it was until just now: a page that takes the banner out takes it away first */
	let left = null;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	let forgetting;
	let actedAt = Number.NEGATIVE_INFINITY;
	let aimed = false;

	/** @param {Event} event */
	const isInside = (event) => event.composedPath().includes(host);
	/** @param {Event} event */
	const noteAct = (event) => {
		const byTab = event instanceof KeyboardEvent && event.key === "Tab";
		if (isTrusted(event) && (byTab || isInside(event))) actedAt = performance.now();
	};

	/** @param {FocusEvent} event also from part to part, which nobody hears outside of the shadow root */
	const onFocusInside = (event) => {
		event.stopImmediatePropagation();
		inside = /** @type {HTMLElement} */ (event.composedPath()[0]);
		aimed = performance.now() - actedAt < AN_ACT_MS;
		actedAt = Number.NEGATIVE_INFINITY;
	};
	/** @param {FocusEvent} event */
	const onFocusIn = (event) => {
		if (isInside(event)) onFocusInside(event);
		else inside = null;
	};
	/** @param {FocusEvent} event the page is not told that the focus goes to the banner: a trap would take it back */
	const onFocusOut = (event) => {
		const fromInside = isInside(event);
		if (fromInside || event.relatedTarget === host) event.stopImmediatePropagation();
		if (fromInside) {
			left = inside;
			inside = null;
			// A timer, and no look at the clock: what a slow page does in one task is done at once.
			clearTimeout(forgetting);
			forgetting = setTimeout(() => {
				left = null;
			}, AT_ONCE_MS);
		} else if (event.relatedTarget === host) before = /** @type {Element} */ (event.composedPath()[0]);
	};

	const off = together(
		onWindow("keydown", guarded(noteAct), true),
		onWindow("pointerdown", guarded(noteAct), true),
		onWindow(
			"focus",
			guarded((event) => isInside(event) && event.stopImmediatePropagation()),
			true,
		),
		onWindow(
			"blur",
			guarded((event) => isInside(event) && event.stopImmediatePropagation()),
			true,
		),
		onWindow("focusin", guarded(onFocusIn), true),
		onWindow("focusout", guarded(onFocusOut), true),
	);

	root.addEventListener("focusin", guarded(/** @type {(event: Event) => void} */ (onFocusInside)));

	const moveIn = () => {
		const seat = /** @type {HTMLElement | null} */ (root.querySelector(".pill, .heading"));
		if (!root.activeElement) before = deepestFocus();
		actedAt = performance.now();
		seat?.focus();
		// Who watches the window before us may have taken it back at once.
		if (seat && root.activeElement !== seat) {
			actedAt = performance.now();
			seat.focus();
		}
	};

	return {
		/** @returns {boolean} whether the focus came where it is by a person's act */
		isAimed: () => aimed,
		has: () => root.activeElement !== null,
		/** A person's key asks for it. */
		moveIn,
		giveBack: () => {
			const last = before;
			before = null;
			try {
				if (last?.isConnected && canFocus(last)) /** @type {HTMLElement} */ (last).focus();
			} catch {
				// An element of the page's own making, which cannot take it any more.
			}
			const own = root.activeElement;
			if (own instanceof HTMLElement) own.blur();
		},
		/**
		 * @param {boolean} [takenOut] the page has only just taken the banner out
		 * @returns {string | undefined} the name of the part that has it, or had it until then
		 */
		part: (takenOut = false) => (inside ?? (takenOut ? left : null))?.className,
		/**
		 * After a repaint, or where the banner has come back: it stays on its part, or goes to the
		 * heading; to the region, which says nothing of it, where what has changed is spoken anyway.
		 *
		 * @param {string} [name] of the part
		 * @param {boolean} [told] whether what is new is spoken without it
		 * @returns {boolean} whether a reader knows the place: the same part, or the region, which stays
		 */
		keepOn: (name, told = false) => {
			const region = /** @type {HTMLElement} */ (root.querySelector(".region"));
			// The newest: what it takes the place of is there still.
			const banner = region.querySelector(".banner");
			/** @param {string} selector */
			const find = (selector) => /** @type {HTMLElement | null} */ (banner?.querySelector(selector) ?? null);
			const moves = name === "region" || (told && name === "heading");
			const same = name && !moves ? find(`.${name}`) : null;
			const was = aimed;
			const next = same ?? find(".pill") ?? (told ? region : find(".heading"));
			next?.focus();
			aimed = was && Boolean(same);
			return Boolean(same) || next === region;
		},
		stop: () => {
			off();
			clearTimeout(forgetting);
		},
	};
};
