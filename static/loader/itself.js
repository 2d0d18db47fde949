/** Where the loader came from, and the element that carries its settings, whatever the page has done to either. */
import { genuine } from "../page/genuine.js";

/**
 * @typedef {object} Itself
 * @property {string} src the address that the other files are relative to, empty where nothing tells it
 * @property {Record<string, string | undefined>} attributes what the element says, and the address where that is silent
 * @property {string | undefined} pinned what is there where the page trusts this file's very bytes, and so no other bytes of ours
 */

const NAME = /\/tagalong(-[\d.]+)?\.js([?#]|$)/;
// At the end of a line of a stack, before line and column.
const ADDRESS = /[a-z][a-z\d+.-]*:\/\/[^\s()]+?(?=(:\d+){1,2}\)?$)/;

/**
 * An element's `src` follows the page's <base>, which markup may have brought since the
 * script was loaded; where the code that runs has come from is known to the browser alone.
 *
 * @returns {string} empty where the code stands in the page itself, or is evaluated as text
 */
const ownAddress = () => {
	const [frame = ""] = (new Error().stack ?? "").split("\n").filter((line) => /^\s*at |@/.test(line));
	const address = ADDRESS.exec(frame)?.[0] ?? "";
	return location.href.startsWith(address) ? "" : address;
};

/**
 * Of several copies the document's first gives the settings, whichever runs first; a
 * module, or a script that a loader of the page's evaluates, is not told its own element.
 *
 * @param {string} address of the code that runs
 */
const ownElement = (address) => {
	const running = genuine(document, "currentScript");
	const scripts = [...genuine(document, "scripts")].filter((one) => one instanceof HTMLScriptElement);
	if (running instanceof HTMLScriptElement) {
		const { src, dataset } = running;
		if (dataset.base) return running;
		if (src && (address || NAME.test(src))) {
			return scripts.find((one) => one.src === src) ?? running;
		}
	}
	return scripts.find(({ src }) => src && src === address) ?? scripts.find(({ src }) => NAME.test(src));
};

/** @param {string | undefined} query of an address: the settings that are in it, for those who lose attributes */
const settingsIn = (query) => {
	/** @type {Record<string, string>} */
	const settings = {};
	for (const [name, value] of new URLSearchParams(query)) {
		settings[name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())] = value;
	}
	return settings;
};

/** @returns {Itself} */
export const findItself = () => {
	const address = ownAddress();
	const element = ownElement(address);
	const src = address || element?.src || "";
	const query = src.split("#")[0]?.split("?")[1];
	return { src, attributes: { ...settingsIn(query), ...element?.dataset }, pinned: element?.integrity };
};

/**
 * @param {string} base a folder's address, as a page gives it
 * @returns {string} the address that the files in it are relative to, empty where it is none
 */
export const inFolder = (base) => {
	try {
		return new URL(base.replace(/\/?$/, "/"), location.href).href;
	} catch {
		return "";
	}
};
