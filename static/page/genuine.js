/**
 * The page's own objects, asked so that markup cannot answer instead.
 *
 * An element's name or id shadows a property of the document, a field's name one
 * of its form, and either stands for a variable that nobody has set: markup alone,
 * which a comment field may let through, would say where code comes from.
 */

/**
 * @template {Document | ShadowRoot | Element | Node | Window} T
 * @template {keyof T} K
 * @param {T} thing
 * @param {K} name
 * @returns {T[K]} what its own kind says of it; a function is bound to it
 */
export const genuine = (thing, name) => {
	const value = Reflect.get(Object.getPrototypeOf(thing), name, thing);
	return typeof value === "function" ? value.bind(thing) : value;
};

const ELEMENT = 1;

/**
 * Old libraries have an `Element` and an `Event` of their own under the same names.
 *
 * @param {unknown} thing
 * @returns {thing is Element}
 */
export const isElement = (thing) =>
	Object(thing) === thing && genuine(/** @type {Node} */ (thing), "nodeType") === ELEMENT;

/**
 * @template {keyof Window} K
 * @param {K} name
 * @returns {Window[K] | undefined} a variable that a script has set; named elements are none
 */
export const variable = (name) => (Object.getOwnPropertyDescriptor(window, name) ? window[name] : undefined);
