/** Takes out of a text what must not leave this page: tokens, addresses, numbers of people. */

const PATTERNS = [
	/eyJ[\w-]*(\.[\w-]*)*/g, // a JSON web token, or the beginning of one
	/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{40,}/g, // anything long that is no word, as opaque tokens are
	/[^\s@"']+@[^\s@"']+/g,
	/(?<!\d)\+?\d[\d ()/-]{8,}\d(?!\d)/g,
];
const TAKEN_OUT = "[taken out]";

/**
 * @param {string} text
 * @param {Iterable<string>} secrets texts that are known to be secret
 */
export const redact = (text, secrets) => {
	let left = text;
	for (const secret of secrets) left = left.replaceAll(secret, TAKEN_OUT);
	for (const pattern of PATTERNS) left = left.replace(pattern, TAKEN_OUT);
	return left;
};
