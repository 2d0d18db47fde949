/**
 * Presses and keys that are meant for the banner: taken at the window, before any handler
 * of the page's, and no further. A trap for the focus would swallow them, a dialog of the
 * page's would close by them.
 */
import { onWindow, together } from "./listen.js";
import { isTrusted } from "./trust.js";

/** @typedef {(event: Event, aimed: boolean) => void} Act */

// How long after its key a click comes, in milliseconds.
const A_CLICK_MS = 100;
/** @type {(keyof WindowEventMap)[]} */
const TAKEN = [
	"pointerdown",
	"pointerup",
	"mousedown",
	"mouseup",
	"dblclick",
	"auxclick",
	"contextmenu",
	"touchmove",
	"wheel",
	"keypress",
	"beforetoggle",
	"toggle",
];

/**
 * @param {HTMLElement} host
 * @param {WeakMap<Element, Act>} acts what each button does
 * @param {object} calls
 * @param {() => boolean} calls.isAimed whether the focus came where it is by a person's act
 * @param {(event: KeyboardEvent, inside: boolean) => boolean} calls.keyed whether the key was one of the banner's own
 * @param {import("./guard.js").Guard} guarded
 * @returns {() => void} ends it
 */
export const takePresses = (host, acts, { isAimed, keyed }, guarded) => {
	/** @param {Event} event */
	const isInside = (event) => event.composedPath().includes(host);
	/** @param {Event} event */
	const buttonOf = (event) => {
		const path = event.composedPath();
		return /** @type {Element | undefined} */ (path.find((one) => acts.has(/** @type {Element} */ (one))));
	};
	/** @param {Event} event */
	const keep = (event) => {
		if (!isInside(event)) return false;
		event.stopImmediatePropagation();
		return true;
	};

	/** The button on which a key was pressed last, and when: the browser makes a click of it. */
	let keyOn = /** @type {Element | undefined} */ (undefined);
	let keyAt = 0;
	/** @param {KeyboardEvent} event */
	const noteKey = (event) => {
		if (!/^(Enter| )$/.test(event.key) || !isTrusted(event)) return;
		keyOn = buttonOf(event);
		keyAt = event.timeStamp;
	};

	/** @param {KeyboardEvent} event */
	const onKeyDown = (event) => {
		const inside = isInside(event);
		if (inside) noteKey(event);
		if (keyed(event, inside) || inside) event.stopImmediatePropagation();
	};

	/** @param {KeyboardEvent} event */
	const onKeyUp = (event) => {
		if (keep(event)) noteKey(event);
	};

	/** @param {Event} event */
	const onClick = (event) => {
		const button = keep(event) ? buttonOf(event) : undefined;
		if (!button) return;
		const byKey = keyOn === button && event.timeStamp - keyAt < A_CLICK_MS;
		keyOn = undefined;
		acts.get(button)?.(event, !byKey || isAimed());
	};

	/** The button that a finger came down on, where the page keeps the browser from making a click of it. */
	let touched = /** @type {Element | undefined} */ (undefined);
	/** @param {TouchEvent} event */
	const onTouchStart = (event) => {
		touched = keep(event) && event.defaultPrevented ? buttonOf(event) : undefined;
	};

	/** @param {TouchEvent} event */
	const onTouchEnd = (event) => {
		const { clientX = 0, clientY = 0 } = event.changedTouches?.[0] ?? {};
		const under = host.shadowRoot?.elementFromPoint(clientX, clientY) ?? null;
		const button = touched;
		touched = undefined;
		if (keep(event) && button?.contains(under)) acts.get(button)?.(event, true);
	};

	return together(
		...TAKEN.map((type) => onWindow(type, guarded(keep), true)),
		onWindow("click", guarded(onClick), true),
		onWindow("keydown", guarded(onKeyDown), true),
		onWindow("keyup", guarded(onKeyUp), true),
		onWindow("touchstart", guarded(onTouchStart), true),
		onWindow("touchend", guarded(onTouchEnd), true),
	);
};
