/** The documented key that moves the focus into the banner and back. */

/**
 * @param {string} combination such as `Alt+Shift+Y`
 * @param {KeyboardEvent} event
 */
export const isPressed = (combination, event) => {
	const names = combination.split("+");
	const key = names.pop() ?? "";
	const wanted = (/** @type {string} */ name) => names.includes(name);
	// With modifiers a letter may type another character: its place counts.
	const same = /^[a-z]$/i.test(key) ? event.code === `Key${key.toUpperCase()}` : event.key === key;
	return (
		same &&
		event.altKey === wanted("Alt") &&
		event.ctrlKey === wanted("Control") &&
		event.shiftKey === wanted("Shift") &&
		event.metaKey === wanted("Meta")
	);
};
