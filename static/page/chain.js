/**
 * The chain from the script tag to what is shared, link by link: for each whether it holds,
 * and if not what to do. It decides nothing; what it tells is what `diagnose()` and the
 * page's events have told.
 */

/** @typedef {import("./border.js").Check} Check */
/** @typedef {[ok: boolean, words: string]} Told */
/**
 * @typedef {object} Facts
 * @property {(name: string) => Check | undefined} check one of `diagnose()`'s
 * @property {ReturnType<typeof import("./journal.js").createJournal>} journal
 * @property {import("./index.js").State["connection"]} connection
 * @property {boolean} python whether Python runs and has answered
 * @property {boolean} headless whether the page draws its own question
 * @property {boolean} besideWindow whether Tagalong asks where LivePerson's own window does
 * @property {() => import("./banner.js").Look} look how the banner stands
 */

const OF_THE_BROWSER = ["frame", "webassembly", "worker", "policy"];

const REFUSED = /** @type {Record<string, string>} */ ({
	untrusted:
		"no person's click or key was behind it. Let a person press, or hand over the click's own event.",
	"too-early": "the question had been in sight for less than half a second. Press again.",
	covered:
		"the question was not wholly in sight. Move away what lies over it, and see that no style of the page hides it.",
	stale: "that invitation stands no more. Ask the agent to invite again.",
});

const FAILED = /** @type {Record<string, string>} */ ({
	"no-tag": "the tag had no lpTag.events.publish for 30 seconds. See that tag.js loads.",
	unheard: "nobody listened to the answer. Have CoBrowse enabled for the account and for this site's domain.",
	"no-answer":
		"LivePerson has not confirmed it within 20 seconds. Try another data-agent-id, and see that the CoBrowse taglet is loaded.",
	"not-joined":
		"LivePerson says that the visitor's side did not join. See what its taglet tells the console.",
});

const OVER = /** @type {Record<string, string>} */ ({
	expired: "Its time ran out before an answer. Ask the agent to invite again.",
	cancelled: "The agent took it back. Ask the agent to invite again.",
	elsewhere: "It was answered in another tab or window. Look there.",
});

/** @param {Facts} facts @returns {string} how the latest invitation ended before it was answered, empty where it has not */
const over = ({ journal }) => OVER[Object.keys(OVER).find((one) => journal.last(one)) ?? ""] ?? "";

/** @param {Facts} facts */
const answered = ({ journal }) => journal.last("accepted") ?? journal.last("declined");

/** @param {Check | undefined} check @param {string} otherwise where it was not made @returns {Told} */
const as = (check, otherwise = "Nothing is to be said of it here.") =>
	check ? [check.ok, check.words] : [true, otherwise];

/** @param {Facts} facts @param {string} otherwise @returns {Told} what has stopped it, where that is known */
const trouble = ({ check }, otherwise) => {
	const error = check("error");
	return [false, error && !error.ok ? error.words : otherwise];
};

/** @type {Record<string, (facts: Facts) => Told>} in order */
const LINKS = {
	script: () => [true, "Tagalong's script has run, and its files were loaded."],
	tag: ({ check }) => as(check("tag")),
	settings: ({ check }) => as(check("settings")),
	browser: ({ check }) => {
		const bad = OF_THE_BROWSER.map(check).find((one) => one && !one.ok);
		return bad ? [false, bad.words] : [true, "The browser and the page's policy let Tagalong work."];
	},
	started: (facts) => {
		if (facts.connection === "asleep") {
			return [false, "Tagalong is asleep. Call start() or conversation.open(), or set data-start to load."];
		}
		return facts.connection === "stopped" && !facts.python
			? trouble(facts, "Tagalong was stopped. Call start().")
			: [true, "Tagalong was started."];
	},
	python: (facts) => {
		if (facts.python) return [true, "Python runs."];
		return trouble(facts, as(facts.check("connection"))[1]);
	},
	token: ({ check }) => as(check("token"), "The page's own socket has its own token."),
	connection: ({ check }) => as(check("connection")),
	conversation: ({ check }) => as(check("conversation")),
	invitation: ({ journal, check }) => {
		if (journal.last("invited")) return [true, "An invitation was understood."];
		const { mode } = journal.last("unsupported") ?? {};
		if (mode) {
			return [false, `The agent invited to ${mode}. Ask for CoBrowse: Tagalong asks about nothing else.`];
		}
		const taglet = check("taglet");
		const more = taglet && !taglet.ok ? ` ${taglet.words}` : "";
		return [false, `${as(check("invitation"))[1]}${more}`];
	},
	offered: (facts) => {
		const { journal, check } = facts;
		if (journal.last("offered")) return [true, "The invitation was offered to LivePerson's tag."];
		const { reason } = journal.last("failed") ?? {};
		const publish = check("publish");
		if (reason) return [false, `Nothing was offered: ${FAILED[String(reason)] ?? reason}`];
		if (publish && !publish.ok) return [false, publish.words];
		return [false, over(facts) || "The offer waits. Ask again in a moment: at most three are made a minute."];
	},
	banner: (facts) => {
		if (facts.headless) return [true, "With ui: none the page draws its own question."];
		if (answered(facts)) return [true, "The question was shown: it was answered."];
		const ended = over(facts);
		if (ended) return [false, `Nothing is asked any more. ${ended}`];
		const { shown, folded, inSight, seen } = facts.look();
		if (inSight) return [true, "The question is in sight."];
		if (!shown) return [false, "The page keeps taking the banner out. See what removes <tagalong-banner>."];
		if (folded) return [false, "The question is folded to its pill. Press it to unfold."];
		return seen
			? [false, `The banner is in the page, but ${REFUSED.covered}`]
			: [false, "This tab is not looked at: bring it to the front."];
	},
	answered: (facts) => {
		if (answered(facts)) return [true, "The answer was handed to LivePerson's tag."];
		const { why } = facts.journal.last("refused") ?? {};
		if (why) return [false, `The press on Accept did not count: ${REFUSED[String(why)] ?? why}`];
		return [false, over(facts) || "The visitor has not answered. Press Accept or Decline."];
	},
	heard: (facts) => {
		const { reason } = facts.journal.last("failed") ?? {};
		return answered(facts)?.heard === false || reason === "unheard"
			? [false, `The answer was published, but ${FAILED.unheard}`]
			: [true, "The tag took the answer."];
	},
	active: ({ journal }) => {
		if (journal.last("active")) return [true, "LivePerson has confirmed the sharing."];
		if (journal.last("declined")) return [false, "The visitor declined. Ask the agent to invite again."];
		const { reason } = journal.last("failed") ?? {};
		if (reason) return [false, `Sharing could not start: ${FAILED[String(reason)] ?? reason}`];
		return [false, "LivePerson has not confirmed it yet. Ask again within 20 seconds."];
	},
};

/** What may make it ask twice, apart from the chain. @type {Record<string, (facts: Facts) => Told>} */
const TWICE = {
	script: () => [true, "One copy of Tagalong's script works on this page: a second one does nothing."],
	storage: ({ check }) => as(check("storage")),
	window: ({ check, besideWindow }) => {
		const window = check("window");
		return window && !window.ok && besideWindow
			? [false, `${window.words} data-beside-window is set to ask, so both ask: set it to stand-down.`]
			: [true, "LivePerson's own window does not ask beside Tagalong."];
	},
	invitations: ({ journal }) => {
		const count = journal.count();
		return count > 1
			? [
					false,
					`${count} invitations have come on this page, and each is asked about once. Ask the agent to wait for the answer before inviting again.`,
				]
			: [true, `Invitations that have come on this page: ${count}. Each is asked about once.`];
	},
};

/** @param {string} last */
const upTo = (last) => {
	const links = Object.entries(LINKS);
	return Object.fromEntries(links.slice(0, links.findIndex(([name]) => name === last) + 1));
};

/** By symptom: the links to walk. */
export const SYMPTOMS = new Map([
	["it does not connect", upTo("connection")],
	["the agent cannot invite", upTo("conversation")],
	["nothing shows", upTo("banner")],
	["nothing is sent", upTo("heard")],
	["sharing does not begin", LINKS],
	["it asks twice", TWICE],
]);
