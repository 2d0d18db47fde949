/** How well two colours can be told apart, as WCAG 2 measures it. */

/** @param {string} colour as #rrggbb */
const luminance = (colour) => {
	const [red, green, blue] = [1, 3, 5].map((place) => {
		const part = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/**
 * @param {string} one
 * @param {string} other
 * @returns {number} from 1 to 21
 */
const contrast = (one, other) => {
	const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
};

const ENOUGH = 4.5;

/**
 * @param {{accent: string, surface: string, text: string, quiet: string}} theme
 * @returns {string} what cannot be read well, in words; empty where all can
 */
export const unreadable = ({ surface, text, quiet, accent }) => {
	const weak = Object.entries({ text, quiet, accent }).filter(([, ink]) => contrast(ink, surface) < ENOUGH);
	const told = weak.map(([name, ink]) => `${name} ${contrast(ink, surface).toFixed(1)}:1`);
	return told.length ? `Hard to read on this surface (${ENOUGH}:1 is needed): ${told.join(", ")}.` : "";
};
