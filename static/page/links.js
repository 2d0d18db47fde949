/**
 * Links that lead out of what is shared, to another origin or to a page of this one that the
 * visit has seen without Tagalong: a fact for Python. Nothing is held back.
 */
import { NAME } from "./banner.js";
import { genuine, isElement } from "./genuine.js";
import { deepestFocus } from "./layer.js";
import { onDocument, onWindow, together } from "./listen.js";
import { isTrusted } from "./trust.js";

const LINK = "a[href], area[href]";
const THIS_TAB = /^(_self|_parent|_top)?$/i;
// Of pages without Tagalong so many are remembered, the latest.
const MOST_UNTAGGED = 50;

/** @param {Event} event @returns {Element[]} where it is, the innermost first, through open shadow roots */
const around = (event) => event.composedPath().filter(isElement);

/** @param {Event} event @returns {Element | null} the link that it is in */
const linkOf = (event) => around(event).find((one) => genuine(one, "matches")(LINK)) ?? null;

/**
 * @param {Element} link
 * @returns {URL | null} the other page that it opens in this tab
 */
const destination = (link) => {
	/** @param {string} name */
	const attribute = (name) => genuine(link, "getAttribute")(name);
	if (!THIS_TAB.test(attribute("target") ?? "") || attribute("download") !== null) return null;
	try {
		const url = new URL(attribute("href") ?? "", genuine(document, "baseURI"));
		const here = url.origin === location.origin && url.pathname === location.pathname;
		const leads = /^https?:$/.test(url.protocol) && !(here && url.search === location.search);
		return leads ? url : null;
	} catch {
		return null;
	}
};

/**
 * @param {MouseEvent} event
 * @returns {boolean} whether a person has it open a page in this tab, which no script of the page's does itself
 */
const isFollowed = (event) =>
	isTrusted(event) &&
	event.button === 0 &&
	!(event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/**
 * @param {(event: import("./border.js").PageEvent) => void} feed
 * @param {ReturnType<typeof import("./memory.js").createMemory>} memory
 * @param {import("./guard.js").Guard} guarded
 */
export const createLinks = (feed, memory, guarded) => {
	let off = () => {};
	/** @type {Element | null} the link under the pointer, where it leads out */
	let pointed = null;
	/** @type {Element | null} the one that has the focus */
	let focused = null;
	let told = false;

	/** @returns {string[]} paths of pages of this origin */
	const untagged = () => {
		try {
			const kept = JSON.parse(memory.recall("untagged") ?? "[]");
			return Array.isArray(kept) ? kept.map(String) : [];
		} catch {
			return [];
		}
	};

	/** Learns from where the visit has been since the last link that was followed while sharing. */
	const arrive = () => {
		const went = memory.recall("went");
		if (went === null) return;
		memory.keep("went", null);
		const { pathname, origin } = location;
		const from = genuine(document, "referrer");
		const [entry] = performance.getEntriesByType("navigation");
		// A page that was seen, and not one that has only led on to this.
		const seen =
			from === origin + went ||
			from.startsWith(`${origin}${went}?`) ||
			/** @type {PerformanceNavigationTiming | undefined} */ (entry)?.type === "back_forward";
		const others = untagged().filter((one) => one !== went && one !== pathname);
		const paths = seen && went !== pathname ? [...others, went] : others;
		memory.keep("untagged", JSON.stringify(paths.slice(-MOST_UNTAGGED)));
	};

	/** @param {Element | null} link @returns {Element | null} the same where it leads out */
	const leading = (link) => {
		const url = link && destination(link);
		const leads = url && (url.origin !== location.origin || untagged().includes(url.pathname));
		return leads ? link : null;
	};

	/** @param {boolean} [comes] whether the focus has just come somewhere */
	const tell = (comes = false) => {
		// Not each page tells of a focus that goes.
		if (focused && deepestFocus() !== focused) focused = null;
		const leaves = Boolean(pointed || focused);
		const spoken = comes && focused !== null;
		if (leaves === told && !spoken) return;
		told = leaves;
		feed({ kind: "linkAimed", leaves, focused: spoken });
	};

	const watch = () =>
		together(
			onDocument(
				"pointerover",
				guarded((event) => {
					// What the banner has come to lie on is aimed at still; a finger is at a link when it follows it.
					const atBanner = around(event).some(({ localName }) => localName === NAME);
					if (atBanner || event.pointerType === "touch") return;
					pointed = leading(linkOf(event));
					tell();
				}),
			),
			onDocument(
				"pointerout",
				guarded((event) => {
					if (event.relatedTarget === null) pointed = null;
					tell();
				}),
			),
			onDocument(
				"focusin",
				guarded((event) => {
					focused = leading(linkOf(event));
					tell(true);
				}),
			),
			onDocument(
				"focusout",
				guarded(() => {
					focused = null;
					tell();
				}),
			),
			// After the page's own listeners: what they do themselves opens no page.
			onWindow(
				"click",
				guarded((event) => {
					const link = isFollowed(event) && linkOf(event);
					const url = link && destination(link);
					if (url && url.origin === location.origin) memory.keep("went", url.pathname);
				}),
			),
		);

	return {
		arrive,
		/** @returns {Element | null} the link that the visitor is told of, under the pointer */
		pointed: () => pointed,
		/** @param {boolean} watching */
		watch: (watching) => {
			off();
			pointed = focused = null;
			told = false;
			off = watching ? watch() : () => {};
			if (!watching) return;
			// Who is at a link already has come there before it was one that leads out.
			const at = deepestFocus();
			focused = leading(at && genuine(at, "closest")(LINK));
			tell(true);
		},
	};
};
