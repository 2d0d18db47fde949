/** The bar between two sides, moved by a drag or by the arrow keys. */

const LEAST = 20;
const MOST = 80;
/** @type {Record<string, (now: number) => number>} */
const KEYS = {
	ArrowLeft: (now) => now - 2,
	ArrowRight: (now) => now + 2,
	Home: () => LEAST,
	End: () => MOST,
};

/**
 * @param {HTMLElement} divider
 * @param {HTMLElement} sides whose `--split` is the first one's share in per cent
 */
export const watchDivider = (divider, sides) => {
	let split = 50;

	/** @param {number} wanted */
	const move = (wanted) => {
		split = Math.max(LEAST, Math.min(wanted, MOST));
		sides.style.setProperty("--split", String(split));
		divider.setAttribute("aria-valuenow", String(Math.round(split)));
	};

	divider.addEventListener("pointerdown", (event) => {
		divider.setPointerCapture(event.pointerId);
		divider.focus();
		event.preventDefault();
	});
	divider.addEventListener("pointermove", (event) => {
		if (!divider.hasPointerCapture(event.pointerId)) return;
		const { left, width } = sides.getBoundingClientRect();
		move(((event.clientX - left) / width) * 100);
	});
	divider.addEventListener("keydown", (event) => {
		const step = KEYS[event.key];
		if (!step) return;
		event.preventDefault();
		move(step(split));
	});
};
