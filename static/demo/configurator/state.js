/** All that is chosen, and its link: in the address's fragment, which no server sees. */
import { defaultOf, mistake, SETTINGS } from "./settings.js";

export const STATES = {
	invited: "Asked",
	refused: "A press that did not count",
	starting: "Starting",
	active: "Sharing",
	"active-lost": "Sharing may have ended",
	declined: "Declined",
	expired: "Run out",
	"expired-ask": "Run out, where Tagalong holds the conversation",
	cancelled: "Taken back",
	ended: "Ended",
	"failed-no-answer": "Failed: no answer",
	"failed-unheard": "Failed: nobody heard",
	"failed-not-joined": "Failed: nobody joined",
};
export const MODES = { view: "View", follow: "Follow", shared: "Shared" };
export const THEMES = {
	default: "Tagalong's own",
	bank: "A bank",
	shop: "A shop",
	carrier: "A carrier",
	own: "Your own",
};
export const COLOURS = {
	accent: ["Accent", "#0b57d0"],
	surface: ["Surface", "#ffffff"],
	text: ["Text", "#1f1f1f"],
	quiet: ["Quiet text", "#5c5f62"],
	line: ["Lines", "#c4c7c9"],
};
export const FONTS = {
	"system-ui, sans-serif": "the system's",
	'Georgia, "Times New Roman", serif': "serif",
	'"Trebuchet MS", sans-serif': "softer",
};

/** What else is chosen, each with its values, the default first; null for a colour. */
const OTHERS = {
	language: null,
	state: STATES,
	mode: MODES,
	folded: { no: "", yes: "" },
	theme: THEMES,
	prefers: { light: "Light", dark: "Dark" },
	width: { desktop: "Desktop", phone: "Phone" },
	files: { other: "another host", own: "the page's own host" },
	policy: { hosts: "a list of hosts", nonce: "a nonce, with strict-dynamic" },
	trusted: { no: "", yes: "" },
	pinned: { no: "", yes: "" },
};

/**
 * @param {string[]} languages
 * @returns {Record<string, string>} what the address says, and the defaults; what is not allowed is dropped
 */
export const recall = (languages) => {
	const asked = new URLSearchParams(location.hash.slice(1));
	/** @type {Record<string, string>} */
	const state = {};
	for (const setting of SETTINGS) {
		const value = asked.get(setting.name) ?? "";
		const good = value !== "" && value.length <= 200 && !mistake(setting, value);
		state[setting.name] = good ? value : setting.values ? defaultOf(setting) : "";
	}
	for (const [name, values] of Object.entries(OTHERS)) {
		const allowed = values ? Object.keys(values) : languages;
		const value = asked.get(name) ?? "";
		state[name] = allowed.includes(value) ? value : allowed[0];
	}
	for (const [name, [, usual]] of Object.entries(COLOURS)) {
		const value = asked.get(`own-${name}`) ?? "";
		state[`own-${name}`] = /^#[0-9a-f]{6}$/.test(value) ? value : usual;
	}
	const radius = asked.get("own-radius") ?? "";
	state["own-radius"] = /^([0-9]|[12][0-9]|3[0-2])$/.test(radius) ? radius : "12";
	const font = asked.get("own-font") ?? "";
	state["own-font"] = Object.hasOwn(FONTS, font) ? font : Object.keys(FONTS)[0];
	return state;
};

/**
 * @param {Record<string, string>} state
 * @param {Record<string, string>} usual
 * @returns {string} the address that shows the same, without what is usual or wrong
 */
export const linkTo = (state, usual) => {
	const wrong = new Set(
		SETTINGS.filter((setting) => mistake(setting, state[setting.name])).map(({ name }) => name),
	);
	const kept = Object.entries(state).filter(([name, value]) => value !== usual[name] && !wrong.has(name));
	const fragment = new URLSearchParams(kept).toString();
	return `${location.origin}${location.pathname}${fragment ? `#${fragment}` : ""}`;
};
