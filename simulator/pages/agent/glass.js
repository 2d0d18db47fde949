/** Turns what the agent does over the visitor's page into acts, as far as the mode goes. */

const POINT_EVERY_MS = 50;
const LINE = 60;
const KEYS = ["Enter", "Tab", "Backspace"];
/** @type {Record<string, number>} */
const SCROLLS = { ArrowDown: LINE, ArrowUp: -LINE, PageDown: 400, PageUp: -400 };

/**
 * @param {HTMLElement} glass
 * @param {{act: (act: object) => void, scale: () => number, mode: () => string}} session
 */
export const watchGlass = (glass, { act, scale, mode }) => {
	let pointedAt = 0;

	/** @param {MouseEvent} event */
	const place = ({ clientX, clientY }) => {
		const { left, top } = glass.getBoundingClientRect();
		return { x: Math.round((clientX - left) / scale()), y: Math.round((clientY - top) / scale()) };
	};
	const middle = () => ({
		x: Math.round(glass.clientWidth / scale() / 2),
		y: Math.round(glass.clientHeight / scale() / 2),
	});

	glass.addEventListener("pointermove", (event) => {
		if (mode() !== "shared" || event.timeStamp - pointedAt < POINT_EVERY_MS) return;
		pointedAt = event.timeStamp;
		act({ kind: "point", ...place(event) });
	});
	glass.addEventListener("click", (event) => {
		if (mode() === "shared") act({ kind: "click", ...place(event) });
	});
	glass.addEventListener(
		"wheel",
		(event) => {
			if (mode() === "follow") return;
			event.preventDefault();
			act({ kind: "scroll", ...place(event), dx: event.deltaX, dy: event.deltaY });
		},
		{ passive: false },
	);
	glass.addEventListener("keydown", (event) => {
		const { key, shiftKey } = event;
		if (event.ctrlKey || event.metaKey || event.altKey || mode() === "follow") return;
		if (mode() === "shared" && key === "Escape") {
			/** @type {any} */ (document.querySelector("#text")).focus();
		} else if (key in SCROLLS) {
			act({ kind: "scroll", ...middle(), dx: 0, dy: SCROLLS[key] });
		} else if (mode() === "shared" && KEYS.includes(key)) {
			act({ kind: "key", key: shiftKey && key === "Tab" ? "Shift+Tab" : key });
		} else if (mode() === "shared" && [...key].length === 1) {
			act({ kind: "text", text: key });
		} else {
			return;
		}
		event.preventDefault();
	});
	glass.addEventListener("paste", (event) => {
		if (mode() === "shared") act({ kind: "text", text: event.clipboardData?.getData("text") ?? "" });
	});
};
