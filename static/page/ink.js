/** Whether letters leave anything on the page: a font's may be blank, and take their room all the same. */
import { genuine } from "./genuine.js";

const SIZE_PX = 16;
const SIDE_PX = 24;
const MARGIN_PX = (SIDE_PX - SIZE_PX) / 2;
// Marks stand on a letter, and what joins or turns letters is never seen.
const LETTER = /[\p{L}\p{N}]/gu;

/**
 * @param {Element} element
 * @param {string} words that are in it
 * @returns {boolean} whether each of their letters is painted in the element's font, which is so too
 *   where the browser lets nobody see what is painted
 */
export const isInked = (element, words) => {
	const letters = [...new Set(words.match(LETTER))];
	const { fontStyle, fontWeight, fontFamily } = getComputedStyle(element);
	const canvas = genuine(document, "createElement")("canvas");
	canvas.width = SIDE_PX;
	canvas.height = SIDE_PX * letters.length;
	try {
		const paper = canvas.getContext("2d", { willReadFrequently: true });
		if (!paper) return true;
		paper.font = `${fontStyle} ${fontWeight} ${SIZE_PX}px ${fontFamily}`;
		paper.textBaseline = "top";
		for (const [at, letter] of letters.entries()) {
			// What one letter paints is none of the next one's.
			paper.clearRect(0, SIDE_PX * at, SIDE_PX, canvas.height);
			paper.fillText(letter, MARGIN_PX, SIDE_PX * at + MARGIN_PX);
		}
		const { data } = paper.getImageData(0, 0, SIDE_PX, canvas.height);
		const each = 4 * SIDE_PX * SIDE_PX;
		return letters.every((_, at) => data.subarray(each * at, each * (at + 1)).some((part) => part > 0));
	} catch {
		return true;
	}
};
