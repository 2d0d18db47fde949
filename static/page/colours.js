/** How well words stand out from what is behind them, of the colours that the browser uses. */

/** @typedef {[number, number, number, number]} Colour red, green, blue and opacity, each from 0 to 1 */

/** @type {Colour} */
const CLEAR = [0, 0, 0, 0];
/** @type {Colour[]} what a page may have behind a box that is not quite opaque */
const BEHIND = [
	[0, 0, 0, 1],
	[1, 1, 1, 1],
];

/**
 * @param {string} text as `getComputedStyle` gives it
 * @returns {Colour | null} null where it is written in a way that is not known
 */
const parse = (text) => {
	const numbers = (text.match(/[\d.]+(e-?\d+)?/g) ?? []).map(Number);
	const [red = 0, green = 0, blue = 0, alpha = 1] = numbers;
	if (/^rgba?\(/.test(text)) return [red / 255, green / 255, blue / 255, alpha];
	return /^color\(srgb /.test(text) ? [red, green, blue, alpha] : null;
};

/**
 * @param {HTMLElement} probe an element of ours, for colours that only the browser can reckon with
 * @param {string} text
 */
const colourOf = (probe, text) => {
	const known = parse(text);
	if (known) return known;
	probe.style.color = "";
	probe.style.color = `color-mix(in srgb, ${text}, ${text})`;
	return parse(getComputedStyle(probe).color);
};

/**
 * @param {Colour} over
 * @param {Colour} under opaque
 * @returns {Colour}
 */
const blend = ([red, green, blue, alpha], [r, g, b]) => [
	red * alpha + r * (1 - alpha),
	green * alpha + g * (1 - alpha),
	blue * alpha + b * (1 - alpha),
	1,
];

/** @param {Colour} colour as WCAG defines it */
const luminance = ([red, green, blue]) => {
	const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) =>
		part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
	);
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/**
 * @param {Colour} one
 * @param {Colour} other
 */
const ratio = (one, other) => {
	const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (high + 0.05) / (low + 0.05);
};

/**
 * @param {Element} element
 * @param {HTMLElement} probe
 * @returns {Colour[][] | null} what it paints behind its words, the lowest first: a colour, then any
 *   of a gradient's; null where there is a picture
 */
const backgrounds = (element, probe) => {
	const { backgroundColor, backgroundImage, backgroundSize, backgroundRepeat } = getComputedStyle(element);
	const own = colourOf(probe, backgroundColor) ?? CLEAR;
	if (backgroundImage === "none") return [[own]];
	if (/url\(|element\(|paint\(|cross-fade|image-set/.test(backgroundImage)) return null;
	const stops = backgroundImage.match(/(rgba?|color|oklch|oklab|lch|lab|hsla?|hwb)\([^()]*\)/g) ?? [];
	const over = stops.map((stop) => colourOf(probe, stop) ?? CLEAR);
	const covers = /^auto/.test(backgroundSize) && /^repeat/.test(backgroundRepeat) && over.length > 0;
	return [[own], covers ? over : [...over, CLEAR]];
};

/**
 * The worst that the words can come to, whatever the page has behind a box that lets it through.
 *
 * @param {Element} element whose words they are
 * @param {Element} box the outermost that paints behind them
 * @param {HTMLElement} probe
 * @returns {number} WCAG's contrast ratio, 1 where it cannot be known
 */
export const contrast = (element, box, probe) => {
	const { color, webkitTextFillColor } = getComputedStyle(element);
	const ink = colourOf(probe, webkitTextFillColor || color);
	if (!ink) return 1;
	/** @type {Element[]} from the inside out */
	const layers = [];
	for (let one = /** @type {Element | null} */ (element); one; one = one.parentElement) {
		layers.push(one);
		if (one === box) break;
	}
	let behind = BEHIND;
	for (const layer of layers.reverse()) {
		const painted = backgrounds(layer, probe);
		if (!painted) return 1;
		for (const colours of painted) {
			behind = colours.flatMap((over) => behind.map((under) => blend(over, under)));
		}
	}
	return Math.min(...behind.map((under) => ratio(blend(ink, under), under)));
};

/**
 * @param {Element} element
 * @param {HTMLElement} probe
 * @returns {number} from 0 to 1, how much of what is behind it its background hides
 */
export const opacity = (element, probe) =>
	colourOf(probe, getComputedStyle(element).backgroundColor)?.[3] ?? 0;
