/**
 * The hands that play a story. They press and type on the pages' own controls,
 * in a frame, slowly enough to be followed. What they do is no person's act:
 * no event of theirs is trusted, so they cannot answer the question.
 */
import { Stuck } from "./stuck.js";

const PATIENCE_MS = 30_000; // never quickened: a page takes its time
const LOOK_MS = 50;
const MOVE_MS = 700;
const PRESS_MS = 250;
const LETTER_MS = 70;
const STEPS_OF_A_MOVE = 12;
const INSIDE = " >>> ";

/**
 * @typedef {object} Hand
 * @property {(selector: string) => boolean} sees whether it is there to be pressed
 * @property {(selector: string) => Promise<any>} point moves to an element, and does no more
 * @property {(selector: string) => Promise<void>} press
 * @property {(selector: string, text: string) => Promise<void>} type
 * @property {(selector: string, value: string) => Promise<void>} choose
 * @property {(path: string) => Promise<void>} arrive waits for a page
 * @property {(glass: string, target: DOMRect, width: number) => Promise<void>} pressOnPicture
 * @property {(glass: string, text: string) => Promise<void>} typeOnPicture
 * @property {() => void} leave takes the pointer off
 */

/**
 * @param {any} root
 * @param {string} selector `host >>> inner` looks into an open shadow root
 * @returns {any}
 */
export const query = (root, selector) => {
	const [outer, ...inner] = selector.split(INSIDE);
	const found = root?.querySelector(outer);
	return inner.length && found ? query(found.shadowRoot, inner.join(INSIDE)) : found;
};

/**
 * @param {HTMLIFrameElement} frame
 * @param {HTMLElement} pointer
 * @param {(ms: number) => Promise<void>} rest waits, at the story's pace
 * @returns {Hand}
 */
export const createHand = (frame, pointer, rest) => {
	const page = () => /** @type {Document} */ (frame.contentDocument);
	const isStill = matchMedia("(prefers-reduced-motion: reduce)");

	/** @param {string} selector */
	const ready = (selector) => {
		const found = query(page(), selector);
		return found?.checkVisibility() && !found.disabled ? found : null;
	};

	/**
	 * @template Thing
	 * @param {() => Thing} wanted
	 * @param {string} what
	 * @returns {Promise<NonNullable<Thing>>}
	 */
	const waitFor = async (wanted, what) => {
		const since = performance.now();
		for (;;) {
			await rest(0);
			const found = wanted();
			if (found) return found;
			if (performance.now() - since > PATIENCE_MS) throw new Stuck(`There is no ${what} to be seen.`);
			await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
		}
	};

	/**
	 * @param {number} x
	 * @param {number} y
	 */
	const move = (x, y) => {
		pointer.hidden = false;
		pointer.style.left = `${frame.offsetLeft + frame.clientLeft + x}px`;
		pointer.style.top = `${frame.offsetTop + frame.clientTop + y}px`;
	};

	const strike = async () => {
		pointer.classList.add("down");
		await rest(PRESS_MS);
		pointer.classList.remove("down");
	};

	/** @param {string} selector */
	const point = async (selector) => {
		const found = await waitFor(() => ready(selector), selector);
		found.scrollIntoView({ block: "center", behavior: "instant" });
		// On a phone the sides stand one below the other.
		frame.closest(".side")?.scrollIntoView({ block: "start", behavior: "instant" });
		const { left, top, width, height } = found.getBoundingClientRect();
		move(left + width / 2, top + height / 2);
		await rest(isStill.matches ? PRESS_MS : MOVE_MS);
		return found;
	};

	return {
		sees: (selector) => Boolean(ready(selector)),
		point,
		press: async (selector) => {
			await point(selector);
			await strike();
			// A page may have painted it anew meanwhile.
			(await waitFor(() => ready(selector), selector)).click();
			await rest(PRESS_MS);
		},
		type: async (selector, text) => {
			await point(selector);
			await strike();
			for (let end = 1; end <= text.length; end += 1) {
				const field = await waitFor(() => ready(selector), selector);
				field.value = text.slice(0, end);
				field.dispatchEvent(new Event("input", { bubbles: true }));
				await rest(LETTER_MS);
			}
			query(page(), selector).dispatchEvent(new Event("change", { bubbles: true }));
		},
		choose: async (selector, value) => {
			const select = await point(selector);
			await strike();
			select.value = value;
			select.dispatchEvent(new Event("change", { bubbles: true }));
		},
		arrive: async (path) => {
			const isThere = () =>
				page()?.readyState === "complete" && frame.contentWindow?.location.pathname.endsWith(path);
			await waitFor(isThere, path);
		},
		pressOnPicture: async (selector, target, width) => {
			const glass = await point(selector);
			const { left, top, width: room, height } = glass.getBoundingClientRect();
			const from = { clientX: left + room / 2, clientY: top + height / 2 };
			const scale = room / width;
			const to = {
				clientX: left + (target.left + target.width / 2) * scale,
				clientY: top + (target.top + target.height / 2) * scale,
			};
			for (let step = 1; step <= STEPS_OF_A_MOVE; step += 1) {
				const part = step / STEPS_OF_A_MOVE;
				const at = {
					clientX: from.clientX + (to.clientX - from.clientX) * part,
					clientY: from.clientY + (to.clientY - from.clientY) * part,
					bubbles: true,
				};
				move(at.clientX, at.clientY);
				glass.dispatchEvent(new PointerEvent("pointermove", at));
				await rest(MOVE_MS / STEPS_OF_A_MOVE);
			}
			await strike();
			glass.dispatchEvent(new MouseEvent("click", { ...to, bubbles: true }));
			await rest(MOVE_MS);
		},
		typeOnPicture: async (selector, text) => {
			for (const key of text) {
				query(page(), selector).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
				await rest(LETTER_MS);
			}
		},
		leave: () => {
			pointer.hidden = true;
		},
	};
};
