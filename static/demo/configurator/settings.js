/**
 * Tagalong's settings as the contract has them: `values` where only those are
 * allowed, else `pattern`, with `allowed` in words. The first value is the default.
 */

const LOCALE = /^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/;
const IDENTIFIER = /^[A-Za-z0-9_-]{1,64}$/;
const KEY = /^(off|((Alt|Control|Shift|Meta)\+)+\S{1,12})$/;
const BASE = /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$))[^\s/?#@]*(\/[^\s?#@"]*)?$/;
// What looks like a token: it has no place in an attribute, nor in a link.
const SECRET = /eyJ[\w-]{8,}|[\w-]{65,}/;

/**
 * @typedef {object} Setting
 * @property {string} name
 * @property {Record<string, string>} [values]
 * @property {string} [usual]
 * @property {RegExp} [pattern]
 * @property {string} [allowed]
 * @property {string} meaning
 */

/** @type {Setting[]} */
export const SETTINGS = [
	{
		name: "account",
		usual: "lpTag.site",
		pattern: IDENTIFIER,
		allowed: "letters, digits, - and _, at most 64",
		meaning: "The LivePerson account. Without it, the account of LivePerson's tag on the page.",
	},
	{
		name: "auth",
		values: {
			token: "the page supplies LivePerson's token (getToken)",
			brand: "the page supplies your own token (getBrandToken), which is exchanged",
			anonymous: "LivePerson's unauthenticated messaging",
			signup: "LivePerson's demo flow: not for production",
		},
		meaning: "Who the visitor is.",
	},
	{
		name: "connector",
		usual: "discovered",
		pattern: IDENTIFIER,
		allowed: "letters, digits, - and _, at most 64",
		meaning: "The identity connector's id, for brand and anonymous.",
	},
	{
		name: "start",
		values: {
			auto: "sleep until the page asks, or until the visit's next page",
			load: "start once the page is idle and seen",
		},
		meaning: "When Python is loaded.",
	},
	{
		name: "visitor-name",
		usual: "the language's word for visitor",
		pattern: /^.{0,100}$/,
		allowed: "at most 100 characters",
		meaning: "The name that the agent's side reads.",
	},
	{
		name: "locale",
		usual: "the page's, then the browser's",
		pattern: LOCALE,
		allowed: "a language tag, such as en or pt-BR",
		meaning: "The banner's language.",
	},
	{
		name: "position",
		values: {
			"bottom-end": "",
			"top-start": "",
			top: "",
			"top-end": "",
			"bottom-start": "",
			bottom: "",
		},
		meaning: "Where on the page the banner is; start and end follow the language's direction.",
	},
	{
		name: "scheme",
		values: {
			page: "as the page's own color-scheme is",
			system: "as the visitor's system is",
			light: "never",
			dark: "always",
		},
		meaning: "Whether the banner is dark.",
	},
	{
		name: "ui",
		values: { banner: "Tagalong's banner", none: "the page draws its own, by the events" },
		meaning: "Who asks the visitor.",
	},
	{
		name: "key",
		usual: "Alt+Shift+Y",
		pattern: KEY,
		allowed: "a key with modifiers, such as Alt+Shift+Y, or off",
		meaning: "Moves the focus into the banner and back.",
	},
	{
		name: "transport",
		values: {
			own: "Tagalong's own WebSocket",
			host: "the page hands over its own socket's frames by feed(text)",
		},
		meaning: "Where LivePerson's messages come from.",
	},
	{
		name: "agent-id",
		values: {
			numeric: "the number of the CoBrowse dialog's other participant",
			participant: "that participant's id whole",
			assigned: "the assigned agent's",
		},
		meaning: "Which id is told to LivePerson's tag as the agent's.",
	},
	{
		name: "agent-name",
		values: {
			off: "the question has no name",
			on: "by the nickname that LivePerson's account configuration has",
		},
		meaning: "Whether the banner says which agent asks.",
	},
	{
		name: "leaving",
		values: {
			off: "links are let be",
			on: "the banner tells the visitor, while the page is shared",
		},
		meaning: "What becomes of links that lead out of what is shared.",
	},
	{
		name: "beside-window",
		values: { "stand-down": "it asks, Tagalong is silent", ask: "Tagalong asks all the same" },
		meaning: "Where LivePerson's own window holds the same conversation.",
	},
	{
		name: "csds",
		usual: "https://api.liveperson.net",
		pattern: BASE,
		allowed: "an https address, or http on this machine, without a query",
		meaning: "Where LivePerson's services are asked for.",
	},
	{
		name: "base",
		usual: "where the script comes from",
		pattern: /^[^\s"]{1,500}$/,
		allowed: "the address of a folder",
		meaning: "Where the other files are, if the script is not beside them.",
	},
	{
		name: "debug",
		values: {
			off: "",
			on: "decisions to the console, without tokens, names and chat text",
		},
		meaning: "For a developer's eyes.",
	},
];

/** @param {Setting} setting */
export const defaultOf = ({ values, usual }) => (values ? Object.keys(values)[0] : (usual ?? ""));

/**
 * @param {Setting} setting
 * @param {string} value
 * @returns {string} what is wrong with it, in words; empty where nothing is
 */
export const mistake = ({ name, values, pattern, allowed }, value) => {
	if (value === "") return "";
	if (SECRET.test(value)) return "That looks like a token: tokens go through configure.";
	const good = values ? Object.hasOwn(values, value) : pattern?.test(value);
	if (good) return "";
	return `data-${name} takes ${values ? Object.keys(values).join(", ") : allowed}.`;
};
