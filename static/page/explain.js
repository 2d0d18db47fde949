/** `explain()`: by a symptom, the first link that is broken, and what to do about it. */
import { SYMPTOMS } from "./chain.js";

/**
 * @typedef {{link: string, ok: boolean, broken: boolean, words: string}} Link `broken` is true of the
 *   first that does not hold, and of no other
 */

const WHOLE = "sharing does not begin";

/**
 * @param {unknown} symptom as somebody types it
 * @returns {string} as it is listed, the whole chain where nothing is said
 */
const known = (symptom) =>
	String(symptom ?? WHOLE)
		.toLowerCase()
		.replace(/[.!?]+\s*$/, "")
		.replace(/\s+/g, " ")
		.trim();

/** @returns {Link[]} the answer to what is none of them */
const list = () => {
	const all = [...SYMPTOMS.keys()].map((one) => `"${one}"`);
	const words = `No such symptom is known. Ask with one of: ${all.join(", ")}.`;
	return [{ link: "symptom", ok: false, broken: true, words }];
};

/**
 * @param {unknown} symptom
 * @param {() => Promise<import("./chain.js").Facts>} look
 * @returns {Promise<Link[]>}
 */
export const explain = async (symptom, look) => {
	const links = SYMPTOMS.get(known(symptom));
	if (!links) return list();
	const facts = await look();
	let broken = "";
	return Object.entries(links).map(([link, tell]) => {
		if (broken) return { link, ok: false, broken: false, words: `Waits for what is broken: ${broken}.` };
		const [ok, words] = tell(facts);
		if (!ok) broken = link;
		return { link, ok, broken: !ok, words };
	});
};
