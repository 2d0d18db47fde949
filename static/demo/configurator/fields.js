/** The forms' fields: text is text, never markup. */
import { copy, make } from "/agent/ask.js";

/**
 * @param {{name: string, label: string, values?: Record<string, string>, type?: string, usual?: string, note?: string}} field
 * @param {string} value
 */
export const makeField = ({ name, label, values, type, usual, note }, value) => {
	const id = `field-${name}`;
	if (type === "checkbox") {
		const input = make("input", { id, name, type, value: "yes", checked: value === "yes" });
		return make("div", { className: "check" }, input, make("label", { htmlFor: id, textContent: label }));
	}
	const input = values
		? make("select", { id, name })
		: make("input", { id, name, type: type ?? "text", autocomplete: "off", placeholder: usual ?? "" });
	for (const [one, words] of Object.entries(values ?? {})) {
		input.append(make("option", { value: one, textContent: words || one }));
	}
	if (type === "range") Object.assign(input, { min: 0, max: 32 });
	input.value = value;
	const field = make(
		"div",
		{ className: "field" },
		make("label", { htmlFor: id, textContent: label }),
		input,
	);
	if (note !== undefined) {
		const wrong = make("p", { id: `${id}-wrong`, className: "wrong" });
		field.append(make("small", { id: `${id}-note`, textContent: note }), wrong);
		input.setAttribute("aria-describedby", `${id}-note ${id}-wrong`);
	}
	return field;
};

/**
 * A text to copy, under its name, with a button.
 *
 * @param {string} name
 * @param {string} note
 * @param {(words: string) => void} say
 */
export const makeOutput = (name, note, say) => {
	const text = make("code");
	const block = make("pre", { tabIndex: 0, ariaLabel: name, role: "group" }, text);
	const button = make("button", {
		type: "button",
		textContent: "Copy",
		ariaLabel: `Copy: ${name}`,
		onclick: () => copy(text, name, say),
	});
	const element = make("div", { className: "output" }, make("h3", { textContent: name }), button);
	if (note) element.append(make("p", { className: "soft", textContent: note }));
	element.append(block);
	return {
		element,
		/** @param {string} words nothing hides it */
		set: (words) => {
			element.hidden = words === "";
			if (text.textContent !== words) text.textContent = words;
		},
	};
};
