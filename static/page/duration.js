/** Durations in the visitor's language, as the browser writes them, and the clock they are told by. */

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

// Two clocks that run beside each other differ by less than this.
const SLACK_MS = 1000;

/**
 * A clock as the worker's (app/browser/clock.py): where the device's is set back,
 * time goes on as it was; where it is set forward, it is believed.
 *
 * @returns {() => number} the epoch time in milliseconds
 */
export const createClock = () => {
	let ahead = 0;
	let device = Date.now();
	let machine = performance.now();
	return () => {
		const [deviceBefore, machineBefore] = [device, machine];
		[device, machine] = [Date.now(), performance.now()];
		const lost = machine - machineBefore - (device - deviceBefore);
		if (lost > SLACK_MS) ahead += lost;
		return device + ahead;
	};
};
