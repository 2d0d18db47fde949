/** Where the banner hangs so that it can be seen and pressed. */

/**
 * @param {Element} own the banner itself
 * @returns {Element} the host's open modal dialog, which makes everything else
 *   inert, or else <html>: it stays alive when a page makes its body inert
 */
export const topmostParent = (own) => {
	const modals = [...document.querySelectorAll("dialog:modal")].filter((one) => !own.contains(one));
	return modals.at(-1) ?? document.documentElement;
};
