/**
 * <tagalong-banner>, its life in the page: paints what Python says and reports
 * presses. In an open shadow root, in the top layer; it never takes the focus.
 */
import css from "../banner.css";
import { createAnnouncer } from "./announcer.js";
import { contrast, opacity } from "./colours.js";
import { createClock, seconds } from "./duration.js";
import { watchFocus } from "./focus.js";
import { genuine } from "./genuine.js";
import { createGuard } from "./guard.js";
import { createInk } from "./ink.js";
import { textOf } from "./json.js";
import { isPressed } from "./key.js";
import { isOnTop, putOnTop, topmostParent } from "./layer.js";
import { createLeaving } from "./leaving.js";
import { onDocument, onWindow, together } from "./listen.js";
import { measure } from "./measure.js";
import { make, nameRegion, paint, paintNotice, paintTime } from "./paint.js";
import { takePresses } from "./presses.js";
import { schemeOf } from "./scheme.js";
import { createSeat } from "./seat.js";
import { createSight } from "./sight.js";
import { ageOf, isTrusted } from "./trust.js";
import { wayFor } from "./way.js";

/** @typedef {import("./border.js").BannerView} View */
/** @typedef {{shown: boolean, folded: boolean, inSight: boolean, seen: boolean}} Look `seen`: the tab is looked at */

export const NAME = "tagalong-banner";
const TICK_MS = 250;
// Where nothing waits for an answer the page is looked at less often.
const CALM_TICK_MS = 1000;
const WAITING = ["invited", "starting", "failed"];
// What a press may consent to.
const ASKING = ["invited", "failed"];
// While there may be LivePerson's own frame around the page.
const SHARING = ["starting", "active"];
// What a host's script for its own dialogs may put on all that is not theirs.
const SILENCERS = ["inert", "aria-hidden", "hidden"];
// A page that takes the banner out as often bears nobody there, or is left to the tick.
const MOST_EVICTIONS = 3;
const MOST_RETURNS = 20;
const LEAST_CONTRAST = 4.5;
const LEAST_OPACITY = 0.8;

/** @type {WeakMap<Element, () => void>} what is done where the page has taken one out */
const ours = new WeakMap();

class TagalongBanner extends HTMLElement {
	/** What the host has copied or written has nothing to say. */
	connectedCallback() {
		if (!ours.has(this)) this.remove();
	}
	disconnectedCallback() {
		ours.get(this)?.();
	}
}

/** @param {import("./border.js").Seen | null} seen */
const isWellSeen = (seen) => seen?.accept.inSight === true;

/**
 * @param {View} view
 * @param {View | null} before
 * @returns {boolean} whether the two differ in their notice at most
 */
const sameButNotice = (view, before) => textOf({ ...view, notice: "" }) === textOf({ ...before, notice: "" });

/**
 * @param {(event: import("./border.js").PageEvent) => void} feed
 * @param {import("./guard.js").Guard} [guarded]
 * @param {() => Element | null} [aimedAt] the link that a pointer is at, while the banner tells of it
 */
export const createBanner = (feed, guarded = createGuard(reportError), aimedAt = () => null) => {
	const now = createClock();
	const sight = createSight();
	/** @type {View | null} */
	let view = null;
	/** @type {ReturnType<typeof create> | null} */
	let shown = null;
	let folded = false;
	/** Where it is painted, which is not where the settings have it while it makes way. */
	let way = { position: "", inset: 0 };
	/** @type {ReturnType<typeof setInterval> | undefined} */
	let ticking;
	const leaving = createLeaving(guarded);

	/** @param {string} selector */
	const find = (selector) => /** @type {HTMLElement | null} */ (shown?.root.querySelector(selector) ?? null);

	/**
	 * @param {import("./border.js").Action} action
	 * @param {Event} event
	 * @param {boolean} aimed
	 */
	const press = (action, event, aimed) => {
		if (!shown || !view) return;
		const { host, probe, ink } = shown;
		const asked = view;
		const trusted = isTrusted(event);
		const ageMs = ageOf(event);
		/** @type {import("./border.js").Seen | null} */
		let seen = null;
		// Where that fails a No is a No all the same.
		guarded(() => {
			if (!sight.isCovered()) seen = measure(host, asked, probe, ink);
		})();
		const visibleMs = sight.seenFor(performance.now() - ageMs);
		const { dialogId } = view;
		feed({ kind: "pressed", dialogId, action, trusted, aimed, ageMs, visibleMs, seen });
		// What came over it meanwhile comes below it, and the visitor looks again.
		if (trusted && !isWellSeen(seen)) place({ anew: true });
	};

	/** @param {boolean} fold */
	const setFolded = (fold) => {
		folded = fold;
		repaint();
	};

	/**
	 * @param {KeyboardEvent} event
	 * @param {boolean} inside
	 * @returns {boolean} whether it was one of the banner's own; Escape answers nothing: it folds a
	 *   question, and closes what is over
	 */
	const keyed = (event, inside) => {
		if (!shown || !view) return false;
		if (view.key !== "off" && isPressed(view.key, event) && isTrusted(event)) {
			event.preventDefault();
			if (inside) shown.focus.giveBack();
			else shown.focus.moveIn();
			return true;
		}
		if (!inside || event.key !== "Escape" || folded) return false;
		event.preventDefault();
		if (view.minimise) setFolded(true);
		else press("close", event, true);
		return true;
	};

	const create = () => {
		leaving.atOnce();
		if (!customElements.get(NAME)) customElements.define(NAME, TagalongBanner);
		const host = genuine(document, "createElement")(NAME);
		const root = host.attachShadow({ mode: "open" });
		const probe = make("i", "probe");
		probe.hidden = true;
		// The live region is there, and empty, before it speaks; it outlives every repaint.
		const live = make("div", "live");
		live.setAttribute("aria-live", "polite");
		const region = make("div", "region");
		region.setAttribute("role", "region");
		region.tabIndex = -1;
		root.append(live, probe, region);
		host.popover = "manual";
		const acts = new WeakMap();
		const seat = createSeat(guarded);
		const focus = watchFocus(host, guarded);
		const ink = createInk(guarded);
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(css);
		const stop = together(
			takePresses(host, acts, { isAimed: focus.isAimed, keyed }, guarded),
			focus.stop,
			seat.stop,
			ink.stop,
			onDocument("visibilitychange", guarded(sight.pageChanged)),
			onDocument(
				"fullscreenchange",
				guarded(() => place({ anew: true })),
			),
			onDocument("focusin", guarded(makeWay)),
			// The focus has gone into a frame.
			onWindow("blur", guarded(makeWay)),
		);
		let returns = 0;
		ours.set(
			host,
			guarded(() => {
				returns += 1;
				if (returns <= MOST_RETURNS) queueMicrotask(guarded(() => place({ returns: true })));
			}),
		);
		return {
			host,
			root,
			region,
			probe,
			live,
			acts,
			seat,
			focus,
			ink,
			sheets: [sheet, seat.sheet],
			announcer: createAnnouncer(live, guarded),
			/** @type {Element | ShadowRoot | null} */
			parent: null,
			evictions: 0,
			ticked: () => {
				returns = 0;
			},
			stop,
		};
	};

	/**
	 * Keeps the banner in the page and on top: a host's dialog makes all else inert.
	 *
	 * @param {{anew?: boolean, returns?: boolean}} [why] `anew`: whatever has come into the top layer
	 *   meanwhile; `returns`: the page has only just taken it out, and nobody has seen it missing
	 */
	const place = ({ anew = false, returns = false } = {}) => {
		if (!shown) return;
		const { host, root, focus, announcer } = shown;
		for (const name of SILENCERS) host.removeAttribute(name);
		if (!host.isConnected && shown.parent?.isConnected && isHome(shown.parent)) shown.evictions += 1;
		const evicted = Math.floor(shown.evictions / MOST_EVICTIONS) % 2 === 1;
		const parent = topmostParent(host, evicted);
		const moved = host.parentNode !== parent;
		if (!parent || !(moved || anew || !isOnTop(host))) return;
		const part = focus.part(returns);
		if (moved) {
			// It has arrived before.
			if (shown.parent) find(".banner")?.classList.remove("arriving");
			announcer.moved();
			shown.parent = parent;
			parent.append(host);
			// A page that took it through another document has left it bare.
			root.adoptedStyleSheets = shown.sheets;
		}
		putOnTop(host);
		if (!returns) sight.restart();
		if (part) focus.keepOn(part);
	};

	/** @param {Element | ShadowRoot} parent */
	const isHome = (parent) =>
		parent === genuine(document, "body") || parent === genuine(document, "documentElement");

	/** @param {ReturnType<typeof create>} created */
	const sitDown = ({ host, seat }) => {
		host.dataset.position = way.position;
		seat.keepOff(way.inset);
	};

	const makeWay = () => {
		const banner = find(".banner");
		if (!shown || !view || !banner) return;
		const sharing = SHARING.includes(view.state);
		// A question stays where it is while somebody is at it with the keyboard.
		if (!sharing && shown.focus.has()) return;
		const better = wayFor(shown.host, banner, way, view.position, sharing, aimedAt());
		if (better === way) return;
		way = better;
		// Painted anew, the part that has the focus would be read out again.
		if (shown.focus.has()) sitDown(shown);
		else repaint();
	};

	/** Looks at what the page's style sheets have made of it. */
	const dress = () => {
		const banner = find(".banner");
		if (!shown || !view || !banner) return;
		const around = shown.host.parentElement ?? genuine(document, "documentElement");
		const { dataset } = shown.host;
		const scheme = schemeOf(view.scheme, around);
		// What is written wakes whoever observes the whole page, though it be the same.
		if (dataset.scheme !== scheme) dataset.scheme = scheme;
		if (banner.matches(".solid, .faint")) banner.classList.remove("solid", "faint");
		const { probe } = shown;
		banner.classList.toggle("solid", opacity(banner, probe) < LEAST_OPACITY);
		const buttons = [...banner.querySelectorAll("button")];
		banner.classList.toggle(
			"faint",
			buttons.some((one) => contrast(one, banner, probe) < LEAST_CONTRAST),
		);
	};

	/**
	 * Paints the whole view; the focus stays on the part that has it, or goes to the heading.
	 *
	 * @param {object} [why]
	 * @param {boolean} [why.another] whether the view is about another dialog than before
	 * @param {boolean} [why.told] whether the live region tells of what has changed
	 */
	const repaint = ({ another = false, told = false } = {}) => {
		if (!shown || !view) return;
		const { host, region, live, acts, focus } = shown;
		const had = focus.has();
		const part = focus.part();
		host.dataset.state = view.state;
		sitDown(shown);
		host.toggleAttribute("data-folded", folded);
		host.dir = view.direction;
		live.lang = view.locale;
		live.dir = view.direction;
		// A new element each time: one that grew or moved would count as a layout shift.
		const banner = paint(view, folded, { acts, press, fold: setFolded });
		leaving.atOnce();
		const old = find(".banner");
		if (!old) banner.classList.add("arriving");
		nameRegion(region, view, folded);
		region.prepend(banner);
		dress();
		paintTime(banner, view, now());
		sight.watch(/** @type {HTMLElement | null} */ (banner.querySelector(".accept, .again")));
		const known = !had || focus.keepOn(another ? undefined : part, told);
		if (old && !known) leaving.outOfSight(old, acts);
		else old?.remove();
	};

	const tick = () => {
		if (!shown || !view) return;
		shown.ticked();
		shown.seat.follow();
		place();
		dress();
		makeWay();
		paintTime(shown.root, view, now());
		if (ASKING.includes(view.state))
			shown.ink.look(shown.root.querySelectorAll(".heading, .text, .actions button"));
	};

	const remove = () => {
		clearInterval(ticking);
		sight.forget();
		const gone = shown;
		shown = null;
		view = null;
		if (!gone) return;
		ours.delete(gone.host);
		gone.announcer.stop();
		// Some libraries put a remove() of their own in its place, which needs a parent.
		const leave = guarded(() => gone.host.parentNode?.removeChild(gone.host));
		if (gone.focus.has()) {
			gone.focus.giveBack();
			gone.region.remove();
			leaving.later(leave);
		} else leave();
		gone.stop();
	};

	return {
		/** @param {View | null} next */
		show: (next) => {
			if (!next) return remove();
			const before = view;
			view = next;
			if (shown && sameButNotice(next, before)) {
				if (next.state !== "active") return paintNotice(shown.root, next.notice);
				// It is about a link, and nobody has pressed: what grew in its place would be a layout shift.
				repaint();
				return makeWay();
			}
			folded = next.folded;
			if (!shown || before?.position !== next.position) way = { position: next.position, inset: 0 };
			shown ??= create();
			shown.root.adoptedStyleSheets = shown.sheets;
			place();
			repaint({ another: before?.dialogId !== next.dialogId, told: true });
			makeWay();
			clearInterval(ticking);
			ticking = setInterval(guarded(tick), WAITING.includes(next.state) ? TICK_MS : CALM_TICK_MS);
		},
		/**
		 * @param {string} template
		 * @param {number | null} left
		 */
		speak: (template, left) => {
			const time = left == null ? "" : seconds(view?.locale, left);
			shown?.announcer.speak(template.replace("{time}", time));
		},
		/** @returns {Look} how it stands, for who wonders */
		look: () => ({
			shown: shown?.host.isConnected === true,
			folded,
			inSight: Boolean(
				shown && view && !sight.isCovered() && isWellSeen(measure(shown.host, view, shown.probe, shown.ink)),
			),
			seen: genuine(document, "visibilityState") === "visible",
		}),
		remove,
	};
};
