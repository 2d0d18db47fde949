/** What all of the simulator's pages make of elements. */

/** @param {string} selector */
export const find = (selector) => /** @type {any} */ (document.querySelector(selector));

/**
 * Makes an element: text is text, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export const make = (name, properties = {}, ...children) => {
	const made = Object.assign(document.createElement(name), properties);
	made.append(...children);
	return made;
};

/**
 * Copies what an element says, or selects it where the browser lets no page copy.
 *
 * @param {HTMLElement} text
 * @param {string} name of what is copied
 * @param {(words: string) => void} say
 */
export const copy = async (text, name, say) => {
	try {
		await navigator.clipboard.writeText(text.textContent ?? "");
		say(`${name}: copied.`);
	} catch {
		getSelection()?.selectAllChildren(text);
		say(`${name}: the browser does not let a page copy; it is selected, press Ctrl+C.`);
	}
};
