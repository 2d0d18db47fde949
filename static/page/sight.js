/**
 * What the visitor can really see of the answer that gives consent: since when,
 * and whether anything lies over it. Facts for Python, which decides.
 */

const MOST = 0.9; // of the button, in sight
const SOLID = 0.9; // opacity
const SMALLEST = { width: 200, height: 100 }; // CSS pixels, as they are seen
// Chromium's observer sees what covers, too, with the least delay that it allows then.
const OPTIONS = { threshold: [MOST], trackVisibility: true, delay: 100 };
const SAMPLES = [
	[0.5, 0.5],
	[0.1, 0.2],
	[0.9, 0.2],
	[0.1, 0.8],
	[0.9, 0.8],
];

/** @typedef {IntersectionObserverEntry & {isVisible?: boolean}} Entry with what Chromium adds */

/**
 * @param {Element} button
 * @param {HTMLElement} host
 */
const isHit = (button, host) => {
	const scope = /** @type {Document | ShadowRoot} */ (host.getRootNode());
	const { left, top, width, height } = button.getBoundingClientRect();
	return SAMPLES.every(
		([x = 0, y = 0]) => scope.elementFromPoint(left + width * x, top + height * y) === host,
	);
};

/** @param {HTMLElement} host whether it is there to be seen: opaque, and of some size */
const isPlain = (host) => {
	const { width, height } = host.getBoundingClientRect();
	const { scale } = window.visualViewport ?? { scale: 1 };
	return (
		host.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) !== false &&
		Number(getComputedStyle(host).opacity) >= SOLID &&
		width * scale >= SMALLEST.width &&
		height * scale >= SMALLEST.height
	);
};

export const createSight = () => {
	let since = Number.POSITIVE_INFINITY;
	/** @type {boolean | null} null until the observer has looked */
	let visible = null;
	/** @type {IntersectionObserver | null} */
	let observer = null;

	/** Counts from the next frame that is painted. */
	const restart = () => {
		since = Number.POSITIVE_INFINITY;
		const watching = observer;
		requestAnimationFrame(() => {
			if (visible && watching === observer && document.visibilityState === "visible") {
				since = Math.min(since, performance.now());
			}
		});
	};

	/** @param {Entry[]} entries */
	const note = (entries) => {
		const last = entries.at(-1);
		if (!last) return;
		const before = visible;
		visible = last.intersectionRatio >= MOST && last.isVisible !== false;
		if (visible !== before) restart();
	};

	const forget = () => {
		observer?.disconnect();
		observer = null;
		visible = null;
		since = Number.POSITIVE_INFINITY;
	};

	return {
		/** @param {Element | null} button the one that counts from now on; seen from the beginning */
		watch: (button) => {
			forget();
			if (!button) return;
			observer = new IntersectionObserver(note, OPTIONS);
			observer.observe(button);
		},
		/** The page was hidden, or the banner has moved: to the eye it is a new one. */
		restart,
		forget,
		/**
		 * @param {Element} button that was pressed
		 * @param {HTMLElement} host
		 * @param {number} at the press's own time
		 */
		facts: (button, host, at) => {
			note(observer?.takeRecords() ?? []);
			return {
				visibleMs: Math.max(0, at - since),
				covered: visible === false || !isPlain(host) || !isHit(button, host),
			};
		},
	};
};
