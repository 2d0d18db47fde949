/** The configurator: what is chosen becomes a banner, a snippet, a policy and a link. */
import { find, make } from "/agent/ask.js";
import { unreadable } from "./contrast.js";
import { makeField, makeOutput } from "./fields.js";
import { hintsFor } from "./hints.js";
import { defaultOf, mistake, SETTINGS } from "./settings.js";
import { calls, embed, MORE_CALLS, policy, themeCss } from "./snippet.js";
import { COLOURS, FONTS, linkTo, MODES, recall, STATES, THEMES } from "./state.js";

const FORMS = ["#shown", "#settings .fields", "#theme .fields", "#page .fields"];
const WITH_MODES = ["invited", "active"];
const FOLDABLE = ["invited", "starting", "active"];

/**
 * @param {string} path
 * @returns {Promise<any>} null where there is none
 */
const load = async (path) => {
	try {
		const answer = await fetch(path);
		return answer.ok ? await answer.json() : null;
	} catch {
		return null;
	}
};

const frame = find("#preview");
const [views, manifest] = await Promise.all([load("/preview/views.json"), load("/dist/manifest.json")]);
if (!views) {
	find("#trouble").textContent =
		"There is no banner to show: this page's views are made by make demo. Settings, snippet and policy work.";
	find("#trouble").hidden = false;
}
const languages = Object.keys(views ?? { en: {} });
const pinned = manifest && {
	version: manifest.version,
	integrity: manifest.files[`tagalong-${manifest.version}.js`].integrity,
};

/** @param {string} language */
const nameOf = (language) => {
	const own = new Intl.DisplayNames([language], { type: "language" }).of(language);
	return `${own} (${language})`;
};

/** @type {Record<string, Parameters<typeof makeField>[0][]>} */
const FIELDS = {
	"#shown": [
		{ name: "state", label: "State", values: STATES },
		{ name: "mode", label: "What the agent asks for", values: MODES },
		{
			name: "language",
			label: "Language",
			values: Object.fromEntries(languages.map((language) => [language, nameOf(language)])),
		},
		{ name: "prefers", label: "The visitor prefers", values: { light: "Light", dark: "Dark" } },
		{ name: "width", label: "Screen", values: { desktop: "Desktop", phone: "Phone" } },
		{ name: "folded", label: "Folded to a pill", type: "checkbox" },
	],
	"#settings .fields": SETTINGS.map((setting) => {
		const { name, values, allowed, meaning } = setting;
		const usual = defaultOf(setting);
		const choices =
			values && Object.entries(values).map(([one, words]) => [one, words && `${one}: ${words}`]);
		return {
			name,
			label: `data-${name}`,
			usual,
			values: choices && Object.fromEntries(choices),
			note: `${meaning} ${allowed ? `Takes ${allowed}. ` : ""}Default: ${usual}.`,
		};
	}),
	"#theme .fields": [
		{ name: "theme", label: "Theme", values: THEMES },
		...Object.entries(COLOURS).map(([name, [label]]) => ({ name: `own-${name}`, label, type: "color" })),
		{ name: "own-radius", label: "Corners", type: "range" },
		{ name: "own-font", label: "Letters", values: FONTS },
	],
	"#page .fields": [
		{
			name: "files",
			label: "Tagalong's files are on",
			values: { other: "another host", own: "the page's own host" },
		},
		{
			name: "policy",
			label: "The page's policy trusts scripts by",
			values: { hosts: "a list of hosts", nonce: "a nonce, with strict-dynamic" },
		},
		{ name: "trusted", label: "Trusted Types are required", type: "checkbox" },
		{ name: "pinned", label: "Pin this version by its integrity", type: "checkbox" },
	],
};

const usual = (() => {
	const before = location.hash;
	history.replaceState(null, "", location.pathname);
	const found = recall(languages);
	history.replaceState(null, "", before || location.pathname);
	return found;
})();
let state = recall(languages);

const say = (/** @type {string} */ words) => {
	find("#copied").textContent = words;
};
const OUTPUTS = {
	snippet: makeOutput("The line", "Into the page's head, after LivePerson's tag.", say),
	calls: makeOutput("The page's part", "shop stands for your own code.", say),
	more: makeOutput("More through configure", "Only where it is needed.", say),
	css: makeOutput(
		"The theme",
		"Into any style sheet of the page's; light and dark may differ by @media.",
		say,
	),
	policy: makeOutput(
		"The policy",
		"What Tagalong needs of Content-Security-Policy. LivePerson's own tag needs words besides; the banner needs no style-src.",
		say,
	),
	link: makeOutput(
		"A link to all this",
		"It holds the settings, and no token: there is none on this page.",
		say,
	),
};
find("#outputs").append(...Object.values(OUTPUTS).map(({ element }) => element));

/** Reads the forms. */
const read = () => {
	for (const field of document.querySelectorAll("form :is(input, select)")) {
		if (field instanceof HTMLSelectElement) state[field.name] = field.value;
		else if (field instanceof HTMLInputElement) {
			state[field.name] = field.type === "checkbox" ? (field.checked ? "yes" : "no") : field.value;
		}
	}
};

/** Says what is wrong, beside what it is. */
const markMistakes = () => {
	for (const setting of SETTINGS) {
		const words = mistake(setting, state[setting.name].trim());
		find(`#field-${setting.name}-wrong`).textContent = words;
		find(`#field-${setting.name}`).ariaInvalid = String(words !== "");
	}
	if (!pinned) find("#field-pinned").disabled = true;
	for (const name of Object.keys(state).filter((one) => one.startsWith("own-"))) {
		find(`#field-${name}`).disabled = state.theme !== "own";
	}
	const words = state.theme === "own" ? unreadable(ownTheme()) : "";
	if (find("#contrast").textContent !== words) find("#contrast").textContent = words;
};

/** @returns {any} the custom properties */
const ownTheme = () => Object.fromEntries(Object.keys(COLOURS).map((name) => [name, state[`own-${name}`]]));

const ownCss = () => themeCss({ ...ownTheme(), radius: `${state["own-radius"]}px`, font: state["own-font"] });

/** @type {Record<string, string>} style sheets of the example themes */
const sheets = {};

const cssOf = async () => {
	if (state.theme === "own") return ownCss();
	if (state.theme === "default") return "";
	const { theme } = state;
	sheets[theme] ??= await fetch(`/static/themes/${theme}.css`).then(
		(answer) => (answer.ok ? answer.text() : ""),
		() => "",
	);
	return sheets[theme];
};

/** @returns {any} the engine's view, as the settings change it; null where Tagalong draws none */
const view = () => {
	if (!views || state.ui === "none") return null;
	const name = state.state === "refused" ? "invited-refused" : state.state;
	const found = views[state.language][WITH_MODES.includes(name) ? `${name}-${state.mode}` : name];
	const folded = state.folded === "yes" && FOLDABLE.includes(state.state);
	const key = find("#field-key").ariaInvalid === "true" ? "" : state.key.trim();
	// What the visitor prefers is the page's own, here.
	const scheme = ["light", "dark"].includes(state.scheme) ? state.scheme : "page";
	return { ...found, folded, scheme, position: state.position || "bottom-end", key: key || "Alt+Shift+Y" };
};

/**
 * What follows a press in the banner: in the demo, an agent's side answers.
 *
 * @type {Record<import("../../page/border.js").Action, keyof typeof STATES | null>}
 */
const NEXT = {
	accept: "starting",
	decline: "declined",
	again: "starting",
	ask: "invited",
	hide: null,
	close: null,
};

/** @param {import("../../page/border.js").Action} action */
const whenPressed = (action) => {
	const next = NEXT[action];
	find("#pressed").textContent = next
		? `“${action}” was pressed: in a real page Python decides; here the next state is shown.`
		: `“${action}” was pressed: in a real page the banner would go.`;
	if (!next) return;
	find("#field-state").value = next;
	find("#field-folded").checked = false;
	change();
};

const paintBanner = async () => {
	frame.classList.toggle("phone", state.width === "phone");
	const css = await cssOf();
	frame.contentWindow.preview?.show(view(), css, state.prefers, whenPressed);
};

const paintOutputs = async () => {
	const page = {
		own: state.files === "own",
		nonce: state.policy === "nonce",
		trusted: state.trusted === "yes",
		pinned: state.pinned === "yes" ? pinned : null,
	};
	OUTPUTS.snippet.set(embed(state, page));
	OUTPUTS.calls.set(calls(state));
	OUTPUTS.more.set(MORE_CALLS);
	OUTPUTS.policy.set(policy(state, page));
	const link = linkTo(state, usual);
	OUTPUTS.link.set(link);
	history.replaceState(null, "", link);
	find("#hints").replaceChildren(
		...hintsFor(state).flatMap(([name, words]) => [
			make("dt", { textContent: name }),
			make("dd", { textContent: words }),
		]),
	);
	OUTPUTS.css.set(await cssOf());
};

const change = () => {
	read();
	markMistakes();
	paintOutputs();
	paintBanner();
};

/** The language that a visitor reads where `data-locale` says so. */
const followLocale = () => {
	const asked = state.locale.trim().replaceAll("_", "-").toLowerCase();
	const found =
		languages.find((one) => one.toLowerCase() === asked) ??
		languages.find((one) => one.split("-")[0].toLowerCase() === asked.split("-")[0]);
	if (asked && found) find("#field-language").value = found;
};

const build = () => {
	for (const form of FORMS) {
		find(form).replaceChildren(...FIELDS[form].map((field) => makeField(field, state[field.name])));
	}
	change();
};

for (const form of document.forms) {
	form.addEventListener("submit", (event) => event.preventDefault());
	form.addEventListener("input", ({ target }) => {
		read();
		if (/** @type {HTMLInputElement} */ (target).name === "locale") followLocale();
		find("#pressed").textContent = "";
		change();
	});
}
addEventListener("hashchange", () => {
	state = recall(languages);
	build();
});
frame.addEventListener("load", () => paintBanner());
frame.contentWindow.addEventListener("previewready", () => paintBanner());
build();
