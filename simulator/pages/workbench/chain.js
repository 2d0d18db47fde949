/**
 * Two pictures of what a page of Tagalong's tells of itself: the chain of `explain()` with
 * its first broken link, and the timeline of `record()` for those who answer for consents.
 * Lists with states in words, so that they are read as they are seen; text is text.
 */
import { make } from "../elements.js";

/** @typedef {{link: string, ok: boolean, broken: boolean, words: string}} Link */
/** @typedef {Record<string, string> & {event: string, time: string, dialogId: string}} Entry */

export const SYMPTOMS = [
	"sharing does not begin",
	"it does not connect",
	"the agent cannot invite",
	"nothing shows",
	"nothing is sent",
	"it asks twice",
];
const STATES = { holds: "holds", broken: "broken", waits: "waits" };

/** @param {Link} link @returns {keyof typeof STATES} */
const stateOf = ({ ok, broken }) => (broken ? "broken" : ok ? "holds" : "waits");

/**
 * @param {Link[]} links
 * @returns {HTMLLIElement[]} a link each, in order, for an `<ol class="chain">`
 */
export const paintChain = (links) =>
	links.map((one) => {
		const state = stateOf(one);
		const item = make(
			"li",
			{ className: state },
			make("strong", {}, `${one.link}: ${STATES[state]}`),
			state === "waits" ? "" : make("p", {}, one.words),
		);
		// What a screen reader comes to first when it looks for the place.
		if (state === "broken") item.setAttribute("aria-current", "step");
		return item;
	});

/** @type {Record<string, string>} */
const OUTCOMES = {
	accepted: "The visitor accepted",
	declined: "The visitor declined",
	expired: "Nobody answered before the time ran out",
	cancelled: "The agent took the question back before an answer",
};
/** @type {Record<string, string>} */
const MODES = {
	view: "seeing the page and scrolling it",
	follow: "seeing the page",
	shared: "seeing the page, clicking and typing on it",
};
/** @type {Record<string, string>} */
const BY = { agent: "by the agent", visitor: "by the visitor" };
/** @type {Record<string, (entry: Entry) => string>} */
const SENTENCES = {
	consent: ({ outcome, mode, textVersion, locale }) => {
		const words = textVersion ? `words ${textVersion}` : "the page's own words";
		return `${OUTCOMES[outcome ?? ""] ?? outcome}: ${MODES[mode ?? ""] ?? mode} (${words}, ${locale}).`;
	},
	active: () => "LivePerson confirmed: sharing began.",
	ended: ({ by }) => `Sharing ended ${BY[by ?? ""] ?? "(by whom is not said)"}.`,
	cancelled: () => "The agent took the invitation back.",
	expired: () => "The invitation's time ran out.",
	elsewhere: () => "It was answered in another tab or window.",
	failed: ({ reason }) => `Sharing could not start (${reason}).`,
};

/**
 * @param {string} text what `record()` gives
 * @returns {HTMLLIElement[]} an entry each, oldest first, for an `<ol class="record">`
 */
export const paintRecord = (text) => {
	/** @type {Entry[]} */
	let entries = [];
	try {
		entries = JSON.parse(text).entries ?? [];
	} catch {
		// The page has put something else there.
	}
	if (!entries.length) return [make("li", {}, "Nothing was decided in this visit.")];
	return entries.map((entry) =>
		make(
			"li",
			{},
			make("time", { dateTime: String(entry.time) }, String(entry.time).replace("T", " ")),
			` ${SENTENCES[entry.event]?.(entry) ?? entry.event} `,
			make("small", {}, `Invitation ${entry.dialogId}`),
		),
	);
};
