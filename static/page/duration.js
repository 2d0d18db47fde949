/** Durations in the visitor's language, as the browser writes them. */

/**
 * @param {string} locale
 * @param {number} milliseconds
 * @returns {string} such as `1:23`
 */
export const clock = (locale, milliseconds) => {
	const total = Math.ceil(milliseconds / 1000);
	/** @param {number} value @param {number} digits */
	const number = (value, digits) =>
		new Intl.NumberFormat(locale, { minimumIntegerDigits: digits }).format(value);
	return `${number(Math.floor(total / 60), 1)}:${number(total % 60, 2)}`;
};

/**
 * @param {string | undefined} locale
 * @param {number} count
 * @returns {string} such as `60 seconds`
 */
export const seconds = (locale, count) =>
	new Intl.NumberFormat(locale, { style: "unit", unit: "second", unitDisplay: "long" }).format(count);
