/** What the browser itself says of an event: a script can hand over an object that says anything. */
import { genuine } from "./genuine.js";

// A page may call another thing `Event`.
const anEvent = genuine(document, "createEvent")("Event");
const { get: genuineTrust } = Object.getOwnPropertyDescriptor(anEvent, "isTrusted") ?? {};
const { get: genuineTime } =
	Object.getOwnPropertyDescriptor(Object.getPrototypeOf(anEvent), "timeStamp") ?? {};

/**
 * @param {unknown} event of any window of this origin
 * @returns {boolean} whether a person did it; false for what is no event
 */
export const isTrusted = (event) => {
	try {
		return genuineTrust?.call(event) === true;
	} catch {
		return false;
	}
};

/**
 * @param {unknown} event
 * @returns {number} how old it is, in milliseconds
 */
export const ageOf = (event) => {
	try {
		// Each window counts from a moment of its own.
		const { view } = /** @type {UIEvent} */ (event);
		const later = view ? view.performance.timeOrigin - performance.timeOrigin : 0;
		return Math.max(0, performance.now() - genuineTime?.call(event) - later);
	} catch {
		return 0;
	}
};
