/** What stands in the way, in words that end with what to do: for a developer who wonders why nothing happens. */
import { isInForeignFrame } from "./environment.js";
import { variable } from "./genuine.js";
import { observeTag, tagSite } from "./tag.js";

/** @typedef {import("./border.js").Check} Check */

/**
 * @param {string} check
 * @param {boolean} ok
 * @param {string} good the words where it is
 * @param {string} [bad] the words where it is not
 * @returns {Check}
 */
const check = (check, ok, good, bad = good) => ({ check, ok, words: ok ? good : bad });

/** @returns {boolean} */
const keepsStorage = () => {
	try {
		return Boolean(localStorage && sessionStorage);
	} catch {
		return false;
	}
};

/**
 * What the page has and lacks; what Python knows comes from Python.
 *
 * @param {string[]} blocked what the page's policy has kept us from
 * @param {unknown} account which the settings name
 * @returns {Check[]}
 */
export const checkPage = (blocked, account) => {
	const { canPublish, ssid, svid, conversations } = observeTag();
	const lpTag = variable("lpTag");
	const site = tagSite();
	return [
		check(
			"tag",
			Boolean(lpTag && site) && (!account || String(account) === site),
			`LivePerson's tag is here, for the account ${site}.`,
			lpTag && site
				? `LivePerson's tag is for the account ${site}, and Tagalong for ${account}. Correct data-account, or lpTag.site.`
				: lpTag
					? "LivePerson's tag is here, but lpTag.site is not set: put the account's whole snippet into the head, before other scripts that use lpTag."
					: "LivePerson's tag is not on this page: put its snippet into the head.",
		),
		check(
			"publish",
			canPublish,
			"The tag can publish events.",
			"The tag has not loaded: lpTag.events.publish does not exist, so nothing can be offered. See that tag.js loads: a blocker, a consent tool or script-src may hold it back.",
		),
		check(
			"monitoring",
			Boolean(ssid && svid),
			"The tag's monitoring knows this visit.",
			"The tag's monitoring gives no ids; random ones will be used. Nothing has to be done; switch LivePerson's monitoring on where its own are wanted.",
		),
		check(
			"taglet",
			Boolean(lpTag?.taglets?.cobrowse),
			"The tag's CoBrowse taglet is here.",
			"The tag's CoBrowse taglet is not seen. It may load late: ask again in half a minute. Else have CoBrowse enabled for the account and for this site's domain.",
		),
		check(
			"window",
			conversations.length === 0,
			"LivePerson's own messaging window holds no conversation here.",
			"LivePerson's own messaging window holds a conversation here: in that one it asks, and Tagalong stands down. Where Tagalong is to ask, set data-beside-window to ask.",
		),
		check(
			"frame",
			!isInForeignFrame(),
			"This page is in a window of its own, or in a frame of its own site.",
			"This page is inside another site's frame, where nothing is started. Put the script into the topmost page.",
		),
		check(
			"storage",
			keepsStorage(),
			"The page's storage can be used.",
			"The page's storage is blocked: the next page of a visit knows nothing of this one. Allow this site's storage in the browser's settings.",
		),
		check(
			"webassembly",
			typeof WebAssembly === "object",
			"WebAssembly is here.",
			"This browser has no WebAssembly. Use one that docs/embedding.md lists, without a lockdown mode.",
		),
		check(
			"worker",
			typeof Worker === "function",
			"Workers are here.",
			"This browser has no workers. Use one that docs/embedding.md lists.",
		),
		check(
			"policy",
			blocked.length === 0,
			"The page's policy has blocked nothing of Tagalong's or LivePerson's.",
			`The page's policy has blocked: ${blocked.join("; ")}. Allow it, as docs/embedding.md says.`,
		),
	];
};

/** The attributes that are settings, as in app/core/page/settings.py. */
const ATTRIBUTES = [
	...["account", "csds", "auth", "connector", "transport", "visitorName", "locale", "position", "scheme"],
	...["agentId", "agentName", "leaving", "besideWindow", "ui", "key", "debug", "start", "base"],
];
const attribute = (/** @type {string} */ name) =>
	`data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * @param {Pick<import("./index.js").Host, "attributes" | "configured">} host
 * @returns {Check[]} what the page has set and nobody has checked yet
 */
export const checkGiven = ({ attributes, configured }) => {
	const names = Object.keys(attributes);
	const set = names.filter((name) => ATTRIBUTES.includes(name)).map(attribute);
	const given = [...set, ...Object.keys(configured).map((key) => `configure({ ${key} })`)];
	const ignored = names.filter((name) => !ATTRIBUTES.includes(name)).map(attribute);
	return [
		check(
			"settings",
			true,
			given.length
				? `Given are ${given.join(", ")}; they are checked when Tagalong starts.`
				: "None are given: the defaults hold, and the account is that of LivePerson's tag.",
		),
		check(
			"attributes",
			true,
			ignored.length
				? `Ignored, because they are not Tagalong's: ${ignored.join(", ")}.`
				: "All attributes of the script tag are Tagalong's.",
		),
	];
};

/**
 * @param {import("./report.js").Mistake | null} last
 * @returns {Check} the last `error`, which who asks now may have missed
 */
export const checkMistake = (last) =>
	check(
		"error",
		!last,
		"Nothing has gone wrong on this page.",
		`The last error of this page was ${last?.code}: ${last?.words} Look the code up in docs/reference.md.`,
	);

const REMEDIES = /** @type {Record<string, string>} */ ({
	stopped: "Mend what the check error tells, then call start().",
	"not answering": "Load the page anew; where it happens again, look into the console.",
});

/**
 * @param {string} connection how it stands, in a word
 * @returns {Check} what there is to say of Python where it does not run
 */
export const checkNoPython = (connection) =>
	check(
		"connection",
		connection === "asleep",
		"Tagalong is asleep until start(), conversation.open() or feed() is called.",
		`Python does not run: Tagalong is ${connection}. ${REMEDIES[connection] ?? "Ask again in some seconds."}`,
	);
