/** Where the banner hangs so that it can be seen and pressed. */

/**
 * @param {Element} own the banner itself
 * @param {boolean} evicted whether the host has taken it out of <html> before
 * @returns {Element} the host's open modal dialog, which makes everything else
 *   inert; or <html>, which stays alive when a page makes its body inert; or the
 *   body, on a page that tolerates nothing beside it
 */
export const topmostParent = (own, evicted) => {
	const modals = [...document.querySelectorAll("dialog:modal")].filter((one) => !own.contains(one));
	return modals.at(-1) ?? ((evicted && document.body) || document.documentElement);
};

// Browsers of before 2024 have no top layer for it: there it is as high as a z-index makes it.
const HAS_POPOVER = "showPopover" in HTMLElement.prototype;

/**
 * @param {HTMLElement} own
 * @returns {boolean}
 */
export const isOnTop = (own) => !HAS_POPOVER || own.matches(":popover-open");

/** @param {HTMLElement} own an element that is in the page */
export const putOnTop = (own) => {
	if (HAS_POPOVER) own.showPopover();
};
