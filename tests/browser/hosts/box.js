/** What every host of the catalogue has in it: a field that is half filled in, and a button of its own. */

/** @returns {{field: HTMLInputElement, own: HTMLButtonElement, box: HTMLElement}} */
export const makeBox = () => {
	const box = document.createElement("div");
	const field = document.createElement("input");
	field.id = "field";
	field.setAttribute("aria-label", "Field");
	field.value = "half-filled";
	const own = document.createElement("button");
	own.id = "own";
	own.type = "button";
	own.textContent = "Count";
	own.addEventListener("click", count);
	box.append(field, own);
	return { field, own, box };
};

/** The page's own work, done by its own button. */
export const count = () => {
	window.clicks = (window.clicks ?? 0) + 1;
};

/**
 * @param {() => boolean} [alive] whether what the library keeps is as it was
 */
export const ready = (alive = () => true) => {
	window.host = { alive };
};
