/** The visitor's card: what LivePerson's side knows of who is asking. */
import { find, make } from "./ask.js";

/** @type {Record<string, string>} */
const SYSTEMS = { WINDOWS: "Windows", LINUX: "Linux", OSX: "macOS", ANDROID: "Android", IOS: "iOS" };
/** @type {Record<string, string>} */
const FAMILIES = { DESKTOP: "computer", TABLET: "tablet", MOBILE: "phone" };

/** @param {string} header an Accept-Language */
const language = (header) => {
	const [tag] = header.split(/[,;]/);
	try {
		return tag ? (new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag) : "unknown";
	} catch {
		return tag;
	}
};

/** @param {any} visitor */
export const paintVisitor = ({ connected, client, languages, page }) => {
	const browser = [client.browser, client.browserVersion].filter(Boolean).join(" ");
	const device = [SYSTEMS[client.os], FAMILIES[client.deviceFamily]].filter(Boolean).join(", ");
	/** @type {[string, string][]} */
	const rows = [
		["Page", page ? `${page.title} (${URL.parse(page.url)?.pathname ?? page.url})` : "unknown"],
		["Browser", [browser, device].filter(Boolean).join(" · ") || "unknown"],
		["Language", language(languages)],
		["Time zone", client.timeZone ?? "unknown"],
		["Connection", connected ? "connected" : "away"],
	];
	find("#visitor").replaceChildren(
		...rows.map(([name, words]) =>
			make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: words })),
		),
	);
};
