/**
 * What had the focus stays for a moment after the focus has gone on: a screen reader that loses
 * the place of the focus does not say where it has gone.
 */

// Longer than a browser takes to tell a screen reader of the focus.
const LEAVING_MS = 200;

/** @param {import("./guard.js").Guard} guarded */
export const createLeaving = (guarded) => {
	/** Takes out what is leaving still. */
	let atOnce = () => {};

	/** @param {() => void} leave takes it out */
	const later = (leave) => {
		atOnce();
		const timer = setTimeout(
			guarded(() => atOnce()),
			LEAVING_MS,
		);
		atOnce = () => {
			clearTimeout(timer);
			atOnce = () => {};
			leave();
		};
	};

	return {
		atOnce: () => atOnce(),
		later,
		/**
		 * Keeps an element out of sight until then, without anything by which it is found, pressed
		 * or styled: what has taken its place is all that there is.
		 *
		 * @param {Element} element
		 * @param {import("./paint.js").Calls["acts"]} acts
		 */
		outOfSight: (element, acts) => {
			for (const one of [element, ...element.querySelectorAll("*")]) {
				for (const name of ["class", "part", "id"]) one.removeAttribute(name);
				acts.delete(one);
				if (one.localName === "button") one.setAttribute("tabindex", "-1");
			}
			element.classList.add("leaving");
			later(() => element.remove());
		},
	};
};
