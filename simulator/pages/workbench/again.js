/** How a situation is had again: texts to copy. */
import { button, copy, find, make } from "./base.js";

/** @type {Record<string, string>} */
const NAMES = { link: "the link", command: "the command", test: "the test" };

/**
 * @param {string} name
 * @param {string} words what is copied
 * @param {string} of
 */
const toCopy = (name, words, of) => {
	const text = make("code", {}, words);
	const whole = `${name} of ${of}`;
	/** @param {string} told */
	const say = (told) => {
		find("#status").textContent = told;
	};
	const row = make("div", { className: "copy" });
	row.append(make("pre", { tabIndex: 0, role: "group", ariaLabel: whole }, text));
	row.append(button("Copy", () => copy(text, whole, say), { ariaLabel: `Copy ${whole}` }));
	return row;
};

/**
 * @param {Record<string, string>} ways as the simulator tells them
 * @param {string} of
 */
export const again = (ways, of) => {
	const made = make("details", { className: "again" }, make("summary", {}, "Get it again"));
	for (const [kind, words] of Object.entries(ways)) {
		// A link is of use elsewhere only with its whole address.
		const whole = kind === "link" ? new URL(words, location.href).href : words;
		made.append(toCopy(NAMES[kind] ?? kind, whole, of));
	}
	return made;
};

/** A session that was exported, by a test. */
export const ofSession = () =>
	again(
		{
			test: `def test_the_session(liveperson, page):
    open_the_chat(page, liveperson)  # yours: open your page, and its chat
    with liveperson.replaying("session.json") as play:
        # What the visitor did: accepts, declines.
        play.visitor("accepts", page.get_by_role("button", name="Accept").click)
`,
		},
		"the session",
	);
