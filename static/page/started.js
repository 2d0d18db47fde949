/** What Python is told at its start of the page, the visit and the settings. */
import { decisions } from "./decision.js";
import { genuine } from "./genuine.js";
import { textOf } from "./json.js";

const FUNCTION = "(function)";
const DEEPEST_SETTING = 20;

/**
 * @param {import("./index.js").Host} host
 * @param {ReturnType<typeof import("./memory.js").createMemory>} memory
 * @param {ReturnType<typeof import("./tag.js").createTag>} tag
 * @param {Pick<import("./perform.js").Means, "offered" | "untold">} before what was done on this page before
 * @returns {import("./border.js").Started}
 */
export const started = (host, memory, tag, { offered, untold }) => ({
	kind: "started",
	attributes: plainly(host.attributes),
	configured: plainly(host.configured),
	site: tag.site(),
	pageUrl: location.href,
	languages: [genuine(document, "documentElement").lang, ...languages()].filter(Boolean),
	userAgent: navigator.userAgent,
	timeZone: timeZone(),
	token: memory.recall("token"),
	ssid: memory.recall("ssid") ?? randomId(),
	svid: memory.recall("svid") ?? randomId(),
	opened: memory.recall("opened") !== null,
	decisions: decisions(),
	owed: memory.recall("owed") ?? "",
	offered: Object.fromEntries(offered),
	untold: Object.fromEntries(untold),
});

/** @returns {readonly string[]} which some browsers keep to themselves */
const languages = () => {
	try {
		return [...(navigator.languages ?? [navigator.language])];
	} catch {
		return [];
	}
};

/** @returns {string} */
const timeZone = () => {
	try {
		return Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
	} catch {
		return "";
	}
};

/** @returns {string} 32 random hexadecimal digits, on pages without https: too */
const randomId = () =>
	[...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

/** @param {Record<string, unknown>} settings a page may have given anything */
const plainly = (settings) =>
	Object.fromEntries(
		Object.entries(settings).map(([key, value]) => [
			key,
			typeof value === "function" ? FUNCTION : plain(value),
		]),
	);

/**
 * @param {unknown} value
 * @param {number} depth
 * @returns {boolean} whether `value` is nested no deeper than `depth`
 */
const fits = (value, depth) =>
	Object(value) !== value ||
	(depth > 0 && Object.values(/** @type {object} */ (value)).every((one) => fits(one, depth - 1)));

/**
 * @param {unknown} value
 * @returns {import("./border.js").JsonValue} what of `value` is plain data; a configuration may hold anything
 */
const plain = (value) => {
	try {
		return fits(value, DEEPEST_SETTING) ? JSON.parse(textOf(value)) : null;
	} catch {
		return null;
	}
};
