/** Whether the banner is dark: as the page around it is, unless the page's settings say otherwise. */
import { genuine } from "./genuine.js";

const prefersDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

/**
 * @param {Element} around where the banner hangs
 * @returns {boolean} whether the browser paints the page dark there
 */
const isDark = (around) => {
	let { colorScheme } = getComputedStyle(around);
	if (!colorScheme || colorScheme === "normal") {
		const meta = genuine(document, "querySelector")('meta[name="color-scheme" i]');
		colorScheme = meta?.getAttribute("content") ?? "";
	}
	const dark = /\bdark\b/.test(colorScheme);
	return dark && (!/\blight\b/.test(colorScheme) || prefersDark());
};

/**
 * @param {string} scheme the setting
 * @param {Element} around where the banner hangs
 * @returns {"light" | "dark"}
 */
export const schemeOf = (scheme, around) => {
	const dark = { light: false, dark: true, system: prefersDark() }[scheme] ?? isDark(around);
	return dark ? "dark" : "light";
};
