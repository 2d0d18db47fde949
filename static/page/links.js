/**
 * Links that lead out of what is shared, to another origin or to a page of this one that the
 * visit has seen without Tagalong: a fact for Python. Nothing is held back.
 */
import { genuine, isElement } from "./genuine.js";
import { onDocument, together } from "./listen.js";
import { isTrusted } from "./trust.js";

const LINK = "a[href], area[href]";
const THIS_TAB = /^(_self|_parent|_top)?$/i;
// Of pages without Tagalong so many are remembered, the latest.
const MOST_UNTAGGED = 50;

/**
 * @param {Event} event
 * @returns {Element | undefined} the link that it is in, through open shadow roots
 */
const linkOf = (event) =>
	event
		.composedPath()
		.filter(isElement)
		.find((one) => genuine(one, "matches")(LINK));

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
 * @param {(event: import("./border.js").PageEvent) => void} feed
 * @param {ReturnType<typeof import("./memory.js").createMemory>} memory
 * @param {import("./guard.js").Guard} guarded
 */
export const createLinks = (feed, memory, guarded) => {
	let off = () => {};
	let byPointer = false;
	let byFocus = false;
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
		const back = performance.getEntriesByType("navigation")[0];
		// A page that was seen, and not one that has only led on to this.
		const seen =
			from === origin + went ||
			from.startsWith(`${origin}${went}?`) ||
			/** @type {PerformanceNavigationTiming | undefined} */ (back)?.type === "back_forward";
		const others = untagged().filter((one) => one !== went && one !== pathname);
		const paths = seen && went !== pathname ? [...others, went] : others;
		memory.keep("untagged", JSON.stringify(paths.slice(-MOST_UNTAGGED)));
	};

	/** @param {Event} event */
	const leaves = (event) => {
		const link = linkOf(event);
		const url = link && destination(link);
		return Boolean(url && (url.origin !== location.origin || untagged().includes(url.pathname)));
	};

	/** @param {boolean} focused */
	const tell = (focused) => {
		const now = byPointer || byFocus;
		if (now === told) return;
		told = now;
		feed({ kind: "linkAimed", leaves: now, focused });
	};

	const watch = () => {
		/** @param {MouseEvent} event */
		const follow = (event) => {
			const link = isTrusted(event) && event.button === 0 && linkOf(event);
			const url = link && destination(link);
			if (url && url.origin === location.origin) memory.keep("went", url.pathname);
		};
		return together(
			onDocument(
				"pointerover",
				guarded((event) => {
					byPointer = leaves(event);
					tell(false);
				}),
			),
			onDocument(
				"pointerout",
				guarded((event) => {
					if (event.relatedTarget === null) byPointer = false;
					tell(false);
				}),
			),
			onDocument(
				"focusin",
				guarded((event) => {
					byFocus = leaves(event);
					tell(true);
				}),
			),
			onDocument(
				"focusout",
				guarded(() => {
					byFocus = false;
					tell(false);
				}),
			),
			onDocument("click", guarded(follow)),
		);
	};

	return {
		arrive,
		/** @param {boolean} watching */
		watch: (watching) => {
			off();
			byPointer = byFocus = told = false;
			off = watching ? watch() : () => {};
		},
	};
};
