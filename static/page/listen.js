/**
 * Listeners on the page's own window and document, which come off again.
 *
 * An `AbortSignal` would be shorter, and is not used: zone.js, up to some versions,
 * has one browser's listener for all of a kind, and hands it the signal of the first
 * who comes: the page's own listeners would end with ours.
 */
import { genuine } from "./genuine.js";

/**
 * A script of the page's may have functions of its own by the same names.
 *
 * @param {Window | Document} target
 * @param {string} type
 * @param {EventListener} listener
 * @param {boolean} capture
 */
const listen = (target, type, listener, capture) => {
	genuine(target, "addEventListener")(type, listener, capture);
	return () => genuine(target, "removeEventListener")(type, listener, capture);
};

/**
 * @template {keyof WindowEventMap} T
 * @param {T} type
 * @param {(event: WindowEventMap[T]) => void} listener
 * @param {boolean} [capture]
 * @returns {() => void} takes it off
 */
export const onWindow = (type, listener, capture = false) =>
	listen(window, type, /** @type {EventListener} */ (listener), capture);

/**
 * @template {keyof DocumentEventMap} T
 * @param {T} type
 * @param {(event: DocumentEventMap[T]) => void} listener
 * @returns {() => void} takes it off
 */
export const onDocument = (type, listener) =>
	listen(document, type, /** @type {EventListener} */ (listener), false);

/**
 * @param {...(() => void)} offs
 * @returns {() => void} takes all off
 */
export const together =
	(...offs) =>
	() => {
		for (const off of offs) off();
	};
