/** The documented key that moves the focus into the banner and back. */

/**
 * @param {string} combination such as `Alt+Shift+Y`
 * @param {KeyboardEvent} event
 */
export const isPressed = (combination, event) => {
	const names = combination.split("+");
	const key = names.pop() ?? "";
	const wanted = (/** @type {string} */ name) => names.includes(name);
	// What is written on the key counts; its place only where it types no Latin letter: with
	// Option on a Mac, and on keyboards of other scripts.
	// Browsers that fill fields in send keys without a name.
	const typed = event.key?.toLowerCase() === key.toLowerCase();
	const inPlace =
		/^[a-z]$/i.test(key) && !/^[a-z]$/i.test(event.key) && event.code === `Key${key.toUpperCase()}`;
	const same = typed || inPlace;
	return (
		same &&
		event.altKey === wanted("Alt") &&
		event.ctrlKey === wanted("Control") &&
		event.shiftKey === wanted("Shift") &&
		event.metaKey === wanted("Meta")
	);
};
