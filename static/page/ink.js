/**
 * Whether letters leave anything on the page: a font's may be blank, and take their room all the same.
 *
 * It is looked at while the question stands, not when it is answered: a press does not wait for
 * it, and a browser that guards its canvases asks nobody where no person has just acted.
 */
import { genuine } from "./genuine.js";

const SIZE_PX = 16;
const SIDE_PX = 24;
const MARGIN_PX = (SIDE_PX - SIZE_PX) / 2;
const BASE_PX = 18;
// As much as four pixels that are wholly painted; no letter has less.
const LEAST_INK = 4 * 255;
const MOST_KNOWN = 100;
// Marks stand on a letter, and what joins or turns letters is never seen.
const LETTER = /[\p{L}\p{N}]/gu;

/**
 * @param {string} font as a canvas takes it
 * @param {string[]} letters
 * @returns {boolean} whether each is painted; so too where the browser lets nobody see what is
 */
const arePainted = (font, letters) => {
	const canvas = genuine(document, "createElement")("canvas");
	canvas.width = SIDE_PX;
	canvas.height = SIDE_PX * letters.length;
	try {
		const paper = canvas.getContext("2d", { willReadFrequently: true });
		if (!paper || !letters.length) return true;
		paper.font = font;
		paper.textAlign = "left";
		for (const [at, letter] of letters.entries()) {
			// What one letter paints is none of the next one's.
			paper.clearRect(0, SIDE_PX * at, SIDE_PX, canvas.height);
			paper.fillText(letter, MARGIN_PX, SIDE_PX * at + BASE_PX);
		}
		const { data } = paper.getImageData(0, 0, SIDE_PX, canvas.height);
		const each = 4 * SIDE_PX * SIDE_PX;
		return letters.every((_, at) => {
			let ink = 0;
			for (let place = each * at + 3; place < each * (at + 1); place += 4) ink += data[place] ?? 0;
			return ink >= LEAST_INK;
		});
	} catch {
		return true;
	}
};

/** @param {import("./guard.js").Guard} guarded */
export const createInk = (guarded) => {
	/** @type {Map<string, boolean>} by font and words, as they were looked at last */
	const known = new Map();
	// Another font may have come by the same name.
	const forget = guarded(() => known.clear());
	const fonts = genuine(document, "fonts");
	fonts?.addEventListener("loadingdone", forget);

	/** @param {Element} element @returns {boolean} */
	const isPainted = (element) => {
		const { fontStyle, fontWeight, fontFamily, textTransform } = getComputedStyle(element);
		const font = `${fontStyle} ${fontWeight} ${SIZE_PX}px ${fontFamily}`;
		const own = element.textContent ?? "";
		const words = textTransform === "none" ? own : own + own.toLocaleUpperCase();
		const name = `${font}|${words}`;
		const painted = known.get(name) ?? arePainted(font, [...new Set(words.match(LETTER))]);
		if (known.size >= MOST_KNOWN) known.clear();
		known.set(name, painted);
		return painted;
	};

	return {
		/** @param {Iterable<Element>} parts all that is to be read, before somebody answers */
		look: (parts) => {
			for (const one of parts) isPainted(one);
		},
		/** Whether its letters are painted; by then that is known, as a rule. */
		isPainted,
		stop: () => fonts?.removeEventListener("loadingdone", forget),
	};
};
