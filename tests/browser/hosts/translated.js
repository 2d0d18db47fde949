/**
 * A page that is translated: every text of it, the banner's too where it can be reached, is wrapped.
 *
 * facebook/react#11538: texts that are taken away from under a page's code break it.
 * lingui/js-lingui#1079, Expensify/App#13403: pages that crash once they are translated.
 */
import { makeBox, ready } from "./box.js";

document.body.append(makeBox().box);
/** @param {Node} root */
const translate = (root) => {
	const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
	/** @type {Text[]} */
	const texts = [];
	while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
	for (const text of texts) {
		if (!text.data.trim() || text.parentElement?.closest("font, script, style, input")) continue;
		const font = document.createElement("font");
		text.replaceWith(font);
		font.append(text.data);
	}
};
new MutationObserver(() => translate(document.body)).observe(document, { childList: true, subtree: true });
translate(document.body);
ready();
