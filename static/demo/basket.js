/** What the visitor means to buy, kept in the browser from page to page. */
import { find } from "./catalogue.js";

const NAME = "fern-and-field:basket";
const MOST = 20;

/** @typedef {{plant: import("./catalogue.js").Plant, count: number}} Line */

/** @returns {Record<string, number>} */
const read = () => {
	try {
		return JSON.parse(localStorage.getItem(NAME) ?? "{}");
	} catch {
		return {};
	}
};

/** @param {Record<string, number>} counts */
const write = (counts) => {
	localStorage.setItem(NAME, JSON.stringify(counts));
	document.dispatchEvent(new Event("basket"));
};

/** @returns {Line[]} */
export const lines = () =>
	Object.entries(read()).flatMap(([id, count]) => {
		const plant = find(id);
		return plant && count > 0 ? [{ plant, count: Math.min(count, MOST) }] : [];
	});

export const inBasket = () => lines().reduce((sum, { count }) => sum + count, 0);

export const plantsCents = () => lines().reduce((sum, { plant, count }) => sum + plant.cents * count, 0);

/**
 * @param {string} id
 * @param {number} count
 */
export const put = (id, count) => {
	const { [id]: _, ...rest } = read();
	write(count > 0 ? { ...rest, [id]: Math.min(count, MOST) } : rest);
};

/**
 * @param {string} id
 * @param {number} count
 */
export const add = (id, count) => put(id, (read()[id] ?? 0) + count);

export const empty = () => write({});
