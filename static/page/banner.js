/**
 * <tagalong-banner>, its life in the page: paints what Python says and reports
 * presses. In an open shadow root, in the top layer; it never takes the focus.
 */
import css from "../banner.css";
import { createClock, seconds } from "./duration.js";
import { textOf } from "./json.js";
import { isPressed } from "./key.js";
import { followSight, isOnTop, putOnTop, topmostParent } from "./layer.js";
import { make, paint, paintNotice, paintTime } from "./paint.js";
import { createSight } from "./sight.js";

/** @typedef {import("./border.js").BannerView} View */

const NAME = "tagalong-banner";
const TICK_MS = 250;
// Where nothing waits for an answer the page is looked at less often.
const CALM_TICK_MS = 1000;
const WAITING = ["invited", "starting", "failed"];
// What a host's script for its own dialogs may put on all that is not theirs.
const SILENCERS = ["inert", "aria-hidden", "hidden"];

class TagalongBanner extends HTMLElement {
	/** A copy that the host made has no shadow root, and nothing to say. */
	connectedCallback() {
		if (!this.shadowRoot) this.remove();
	}
}

/**
 * @param {View} view
 * @param {View | null} before
 * @returns {boolean} whether the two differ in their notice at most
 */
const sameButNotice = (view, before) => textOf({ ...view, notice: "" }) === textOf({ ...before, notice: "" });

/** @param {(event: import("./border.js").PageEvent) => void} feed */
export const createBanner = (feed) => {
	const now = createClock();
	const sight = createSight();
	/** @type {View | null} */
	let view = null;
	/** @type {HTMLElement | null} */
	let host = null;
	let folded = false;
	let dodging = false;
	/** @type {ReturnType<typeof setInterval> | undefined} */
	let ticking;
	/** @type {Element | null} */
	let focusedBefore = null;
	/** @type {AbortController | null} */
	let listening = null;
	/** @type {CSSStyleSheet[]} */
	let sheets = [];
	/** @type {Element | ShadowRoot | null} */
	let placed = null;
	let evicted = false;

	const root = () => /** @type {ShadowRoot} */ (host?.shadowRoot);
	const focused = () => host?.shadowRoot?.activeElement;
	/** @param {string} selector */
	const find = (selector) => /** @type {HTMLElement | null} */ (root().querySelector(selector));

	/**
	 * @param {import("./border.js").Action} action
	 * @param {Event} event
	 */
	const press = (action, event) => {
		if (!host || !view) return;
		const { currentTarget, isTrusted: trusted, timeStamp } = event;
		const button = currentTarget instanceof Element ? currentTarget : host;
		const ageMs = Math.max(0, performance.now() - timeStamp);
		const facts = { trusted, ageMs, ...sight.facts(button, host, timeStamp) };
		feed({ kind: "pressed", dialogId: view.dialogId, action, ...facts });
		// What came over it meanwhile comes below it, and the visitor looks again.
		if (trusted && facts.covered) place(true);
	};

	/** @param {boolean} fold */
	const setFolded = (fold) => {
		folded = fold;
		repaint();
	};

	const moveFocusIn = () => find(".pill, .heading")?.focus();

	const giveFocusBack = () => {
		const before = focusedBefore;
		focusedBefore = null;
		const inside = focused();
		if (before instanceof HTMLElement && before.isConnected) before.focus();
		else if (inside instanceof HTMLElement) inside.blur();
	};

	/** @param {KeyboardEvent} event */
	const onKey = (event) => {
		if (!view || view.key === "off" || !isPressed(view.key, event)) return;
		event.preventDefault();
		if (focused()) giveFocusBack();
		else moveFocusIn();
	};

	/** @param {KeyboardEvent} event Escape answers nothing: it folds a question, and closes what is over */
	const onKeyInside = (event) => {
		if (event.key !== "Escape" || !view || folded) return;
		event.preventDefault();
		event.stopPropagation();
		if (view.minimise) setFolded(true);
		else press("close", event);
	};

	/** @param {FocusEvent} event the page's own focus must not lie unseen behind the banner: it goes to the other end */
	const dodge = (event) => {
		const path = event.composedPath();
		const banner = host && find(".banner");
		if (!host || !banner || path.includes(host)) return;
		const over = banner.getBoundingClientRect();
		const { left, right, top, bottom } = /** @type {Element} */ (path[0]).getBoundingClientRect();
		const across = left < over.left || right > over.right;
		if (across || top < over.top || bottom > over.bottom) return;
		dodging = !dodging;
		repaint();
	};

	const create = () => {
		if (!customElements.get(NAME)) customElements.define(NAME, TagalongBanner);
		const element = document.createElement(NAME);
		const shadow = element.attachShadow({ mode: "open" });
		// The live region is there, and empty, before it speaks; it outlives every repaint.
		const live = make("div", "live");
		live.setAttribute("aria-live", "polite");
		shadow.append(live);
		shadow.addEventListener("keydown", (event) => onKeyInside(/** @type {KeyboardEvent} */ (event)));
		shadow.addEventListener("focusin", (event) => {
			const from = /** @type {FocusEvent} */ (event).relatedTarget;
			if (from instanceof Element && from !== host && !shadow.contains(from)) focusedBefore = from;
		});
		element.popover = "manual";
		listening = new AbortController();
		const { signal } = listening;
		document.addEventListener("keydown", onKey, { signal });
		document.addEventListener("focusin", dodge, { signal });
		document.addEventListener("visibilitychange", sight.restart, { signal });
		document.addEventListener("fullscreenchange", () => place(true), { signal });
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(css);
		sheets = [sheet, followSight(signal)];
		return element;
	};

	/**
	 * Keeps the banner in the page and on top: a host's dialog makes all else inert.
	 *
	 * @param {boolean} [anew] whatever has come into the top layer meanwhile
	 */
	const place = (anew = false) => {
		if (!host) return;
		for (const name of SILENCERS) host.removeAttribute(name);
		evicted ||= placed === document.documentElement && !host.isConnected;
		const parent = topmostParent(host, evicted);
		const moved = host.parentNode !== parent;
		if (!parent || !(moved || anew || !isOnTop(host))) return;
		const focus = focused();
		if (moved) {
			// It has arrived before.
			if (placed) find(".banner")?.classList.remove("arriving");
			placed = parent;
			// What was said would be said again where the region arrives.
			find(".live")?.replaceChildren();
			parent.append(host);
			// A page that took it through another document has left it bare.
			root().adoptedStyleSheets = sheets;
		}
		putOnTop(host);
		sight.restart();
		if (focus instanceof HTMLElement) focus.focus();
	};

	/**
	 * Paints the whole view; the focus stays on the part that has it, or goes to the heading.
	 *
	 * @param {boolean} [another] whether the view is about another dialog than before
	 */
	const repaint = (another = false) => {
		if (!host || !view) return;
		const focus = focused();
		host.dataset.state = view.state;
		host.dataset.position = dodging ? opposite(view.position) : view.position;
		host.toggleAttribute("data-folded", folded);
		host.dir = view.direction;
		const live = find(".live");
		if (live) {
			live.lang = view.locale;
			live.dir = view.direction;
		}
		// A new element each time: one that grew or moved would count as a layout shift.
		const banner = paint(view, folded, { press, fold: setFolded });
		const old = find(".banner");
		if (!old) banner.classList.add("arriving");
		old?.remove();
		root().append(banner);
		paintTime(root(), view, now());
		sight.watch(find(".accept, .again"));
		if (!focus) return;
		const same = another ? null : find(`.${focus.className}`);
		if (same) same.focus();
		else moveFocusIn();
	};

	const remove = () => {
		clearInterval(ticking);
		listening?.abort();
		listening = null;
		sight.forget();
		if (host) {
			if (focused()) giveFocusBack();
			host.remove();
		}
		host = null;
		view = null;
		placed = null;
		dodging = false;
	};

	return {
		/** @param {View | null} next */
		show: (next) => {
			if (!next) return remove();
			const before = view;
			view = next;
			if (host && sameButNotice(next, before)) return paintNotice(root(), next.notice);
			folded = next.folded;
			host ??= create();
			repaint(before?.dialogId !== next.dialogId);
			place();
			clearInterval(ticking);
			const pace = WAITING.includes(next.state) ? TICK_MS : CALM_TICK_MS;
			ticking = setInterval(() => {
				place();
				paintTime(root(), next, now());
			}, pace);
		},
		/**
		 * @param {string} template
		 * @param {number | null} left
		 */
		speak: (template, left) => {
			const text = left == null ? template : template.replace("{time}", seconds(view?.locale, left));
			// A live region speaks what comes into it later, not what it is born with.
			setTimeout(() => {
				const live = host && find(".live");
				if (live) live.textContent = text;
			}, 100);
		},
		remove,
	};
};

/** @param {string} position */
const opposite = (position) =>
	position.startsWith("top") ? position.replace("top", "bottom") : position.replace("bottom", "top");
