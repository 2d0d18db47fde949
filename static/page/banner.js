/**
 * <tagalong-banner>: paints what Python says and reports presses. Text nodes
 * only, in an open shadow root, in the top layer; it never takes the focus.
 */
import css from "../banner.css";
import { clock, seconds } from "./duration.js";
import { isOnTop, putOnTop, topmostParent } from "./layer.js";

/**
 * @typedef {{action: string, label: string}} Button
 * @typedef {object} View as `BannerView` in app/core/effects.py
 * @property {string} dialogId
 * @property {string} state
 * @property {string} locale
 * @property {string} direction
 * @property {string} position
 * @property {string} key
 * @property {string} heading
 * @property {string[]} body
 * @property {Button[]} buttons
 * @property {string} pill
 * @property {string} minimise
 * @property {string} endsIn
 * @property {number | null} endsAtMs
 * @property {number | null} sinceMs
 * @property {boolean} folded
 */

const NAME = "tagalong-banner";
const TICK_MS = 250;

class TagalongBanner extends HTMLElement {}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name
 * @param {string} part
 * @param {string} [text]
 */
const make = (name, part, text) => {
	const element = document.createElement(name);
	element.setAttribute("part", part);
	element.className = part;
	if (text) element.textContent = text;
	return element;
};

/**
 * @param {string} combination such as `Alt+Shift+Y`
 * @param {KeyboardEvent} event
 */
const isPressed = (combination, event) => {
	const names = combination.split("+");
	const key = names.pop() ?? "";
	const wanted = (/** @type {string} */ name) => names.includes(name);
	// With modifiers a letter may type another character: its place counts.
	const same = /^[a-z]$/i.test(key) ? event.code === `Key${key.toUpperCase()}` : event.key === key;
	return (
		same &&
		event.altKey === wanted("Alt") &&
		event.ctrlKey === wanted("Control") &&
		event.shiftKey === wanted("Shift") &&
		event.metaKey === wanted("Meta")
	);
};

/** @param {(event: object) => void} feed */
export const createBanner = (feed) => {
	/** @type {View | null} */
	let view = null;
	/** @type {HTMLElement | null} */
	let host = null;
	let folded = false;
	let visibleSince = Number.POSITIVE_INFINITY;
	/** @type {ReturnType<typeof setInterval> | undefined} */
	let ticking;
	/** @type {Element | null} */
	let focusedBefore = null;
	/** @type {AbortController | null} */
	let listening = null;
	/** @type {Element | null} */
	let placed = null;
	let evicted = false;

	const root = () => /** @type {ShadowRoot} */ (host?.shadowRoot);
	const heading = () => /** @type {HTMLElement | null} */ (root().querySelector(".heading"));
	const pill = () => /** @type {HTMLElement | null} */ (root().querySelector(".pill"));
	const hasFocus = () => Boolean(host?.shadowRoot?.activeElement);

	/** Counts from the frame that is really painted, and anew after the page was hidden. */
	const countVisibility = () => {
		visibleSince = Number.POSITIVE_INFINITY;
		requestAnimationFrame(() =>
			requestAnimationFrame(() => {
				if (document.visibilityState === "visible") visibleSince = performance.now();
			}),
		);
	};

	/** @param {Element} button whether the page, or anything else, lies over it */
	const isCovered = (button) => {
		const { left, top, width, height } = button.getBoundingClientRect();
		return document.elementFromPoint(left + width / 2, top + height / 2) !== host;
	};

	/**
	 * @param {string} action
	 * @param {MouseEvent} event
	 */
	const press = (action, event) =>
		feed({
			kind: "pressed",
			dialogId: view?.dialogId ?? "",
			action,
			trusted: event.isTrusted,
			visibleMs: Math.max(0, performance.now() - visibleSince),
			covered: isCovered(/** @type {Element} */ (event.currentTarget)),
			ageMs: Math.max(0, performance.now() - event.timeStamp),
		});

	/** @param {boolean} fold */
	const setFolded = (fold) => {
		const focus = hasFocus();
		folded = fold;
		paint();
		if (focus) (folded ? pill() : heading())?.focus();
	};

	/** @param {KeyboardEvent} event */
	const onKey = (event) => {
		if (!view || view.key === "off" || !isPressed(view.key, event)) return;
		event.preventDefault();
		if (hasFocus()) giveFocusBack();
		else (folded ? pill() : heading())?.focus();
	};

	const giveFocusBack = () => {
		const before = focusedBefore;
		focusedBefore = null;
		const inside = root().activeElement;
		if (before instanceof HTMLElement && before.isConnected) before.focus();
		else if (inside instanceof HTMLElement) inside.blur();
	};

	const create = () => {
		if (!customElements.get(NAME)) customElements.define(NAME, TagalongBanner);
		const element = document.createElement(NAME);
		const shadow = element.attachShadow({ mode: "open" });
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(css);
		shadow.adoptedStyleSheets = [sheet];
		// The live region is there, and empty, before it speaks; it outlives every repaint.
		const live = make("div", "live");
		live.setAttribute("aria-live", "polite");
		shadow.append(live);
		shadow.addEventListener("keydown", (event) => {
			const { key } = /** @type {KeyboardEvent} */ (event);
			if (key !== "Escape" || !view?.minimise || folded) return;
			event.preventDefault();
			event.stopPropagation();
			setFolded(true);
		});
		shadow.addEventListener("focusin", (event) => {
			const from = /** @type {FocusEvent} */ (event).relatedTarget;
			if (from instanceof Element && from !== host && !shadow.contains(from)) focusedBefore = from;
		});
		element.popover = "manual";
		listening = new AbortController();
		const { signal } = listening;
		document.addEventListener("keydown", onKey, { signal });
		document.addEventListener("visibilitychange", countVisibility, { signal });
		return element;
	};

	/** Keeps the banner in the page and on top: a host's dialog makes all else inert. */
	const place = () => {
		if (!host) return;
		evicted ||= placed === document.documentElement && !host.isConnected;
		const parent = topmostParent(host, evicted);
		if (host.parentNode === parent && isOnTop(host)) return;
		const focus = hasFocus();
		placed = parent;
		parent.append(host);
		putOnTop(host);
		countVisibility();
		if (focus) heading()?.focus();
	};

	/** The time that is left to answer, or that the page has been shared for. */
	const timeText = () => {
		if (view?.endsAtMs != null) return clock(view.locale, Math.max(0, view.endsAtMs - Date.now()));
		if (view?.sinceMs != null) return clock(view.locale, Math.max(0, Date.now() - view.sinceMs));
		return "";
	};

	const paintTime = () => {
		const time = timeText();
		for (const place of root().querySelectorAll(".countdown, .time")) {
			const text = place.matches(".countdown") ? (view?.endsIn ?? "").replace("{time}", time) : time;
			if (place.textContent !== text) place.textContent = text;
		}
	};

	const paintUnfolded = () => {
		if (!view) return [];
		const title = make("h2", "heading", view.heading);
		title.id = "heading";
		title.tabIndex = -1;
		const body = make("div", "body");
		body.append(...view.body.map((text) => make("p", "text", text)));
		const buttons = view.buttons.map(({ action, label }) => {
			const button = make("button", action, label);
			button.setAttribute("type", "button");
			button.addEventListener("click", (event) => press(action, event));
			return button;
		});
		const actions = make("div", "actions");
		actions.append(...buttons);
		/** @type {HTMLElement[]} */
		const parts = [title, body];
		if (view.endsAtMs != null) {
			const countdown = make("p", "countdown");
			countdown.setAttribute("role", "timer");
			parts.push(countdown);
		}
		if (buttons.length) parts.push(actions);
		if (view.minimise) {
			const minimise = make("button", "minimise");
			minimise.setAttribute("type", "button");
			minimise.setAttribute("aria-label", view.minimise);
			minimise.addEventListener("click", () => setFolded(true));
			parts.push(minimise);
		}
		return parts;
	};

	const paintFolded = () => {
		if (!view) return [];
		const button = make("button", "pill");
		button.setAttribute("type", "button");
		const title = make("span", "pill-text", view.pill || view.heading);
		title.id = "heading";
		button.append(title, make("span", "time"));
		button.addEventListener("click", () => setFolded(false));
		return [button];
	};

	const paint = () => {
		if (!host || !view) return;
		host.dataset.state = view.state;
		host.dataset.position = view.position;
		host.toggleAttribute("data-folded", folded);
		// A new element each time: one that grew or moved would count as a layout shift.
		const banner = make("section", "banner");
		banner.setAttribute("role", "region");
		banner.setAttribute("aria-labelledby", "heading");
		banner.lang = view.locale;
		banner.append(...(folded ? paintFolded() : paintUnfolded()));
		host.dir = view.direction;
		root().querySelector(".banner")?.remove();
		root().append(banner);
		paintTime();
		countVisibility();
	};

	const remove = () => {
		clearInterval(ticking);
		listening?.abort();
		listening = null;
		if (host) {
			if (hasFocus()) giveFocusBack();
			host.remove();
		}
		host = null;
		view = null;
	};

	return {
		/** @param {View | null} next */
		show: (next) => {
			if (!next) return remove();
			const focus = hasFocus();
			view = next;
			folded = next.folded;
			host ??= create();
			paint();
			place();
			if (focus) (folded ? pill() : heading())?.focus();
			clearInterval(ticking);
			ticking = setInterval(() => {
				place();
				paintTime();
			}, TICK_MS);
		},
		/**
		 * @param {string} template
		 * @param {number | null} left
		 */
		speak: (template, left) => {
			const text = left == null ? template : template.replace("{time}", seconds(view?.locale, left));
			// A live region speaks what comes into it later, not what it is born with.
			setTimeout(() => {
				const live = host && root().querySelector(".live");
				if (live) live.textContent = text;
			}, 100);
		},
		remove,
	};
};
