/** What the shop's scripts make of elements. */

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
