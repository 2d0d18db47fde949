/** What is handed out: the embed, the theme and the policy, as text. */
import { defaultOf, mistake, SETTINGS } from "./settings.js";

export const YOUR_HOST = "https://YOUR-HOST";
const FOLDER = `${YOUR_HOST}/tagalong`;

/** @param {string} text */
const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/**
 * @param {Record<string, string>} chosen
 * @returns {[string, string][]} the attributes that are good and not the default
 */
export const attributesOf = (chosen) =>
	SETTINGS.flatMap((setting) => {
		const value = (chosen[setting.name] ?? "").trim();
		const useless = value === "" || value === defaultOf(setting) || mistake(setting, value);
		return useless ? [] : [[`data-${setting.name}`, value]];
	});

/**
 * What only `configure` takes, by what the settings need.
 *
 * @type {Record<string, string[]>}
 */
const TOKENS = {
	token: ["getToken: () => shop.livePersonToken(),", "// LivePerson's token, or a promise of it"],
	brand: ["getBrandToken: () => shop.idToken(),", "// your own id token, or a promise of it"],
};

/**
 * @param {Record<string, string>} chosen
 * @param {{own: boolean, nonce: boolean, pinned: {version: string, integrity: string} | null}} host
 */
export const embed = (chosen, { own, nonce, pinned }) => {
	const folder = own ? "/tagalong" : FOLDER;
	const file = pinned ? `tagalong-${pinned.version}.js` : "tagalong.js";
	const words = [
		"<script async",
		`src="${folder}/${file}"`,
		...(pinned ? [`integrity="${pinned.integrity}" crossorigin`] : []),
		...(nonce ? ['nonce="…"'] : []),
		...attributesOf(chosen).map(([name, value]) => `${name}="${quoted(value)}"`),
	];
	const line = words.join(" ").length < 100 ? words.join(" ") : words.join("\n\t");
	return `${line}></script>`;
};

/** @param {Record<string, string>} chosen */
export const calls = (chosen) => {
	const auth = chosen.auth || "token";
	const lines = ["(window.tagalong ||= []).push(async (tagalong) => {"];
	if (chosen.transport === "host") {
		lines.push('\tshop.socket.addEventListener("message", ({ data }) => tagalong.feed(data));');
	} else if (TOKENS[auth]) {
		lines.push("\ttagalong.configure({", ...TOKENS[auth].toReversed().map((line) => `\t\t${line}`), "\t});");
		lines.push("\tawait tagalong.start();");
	} else if (chosen.start !== "load") {
		lines.push("\tawait tagalong.start(); // or tagalong.conversation.open(), where a conversation begins");
	}
	if (chosen.ui === "none") {
		lines.push('\tyes.addEventListener("click", tagalong.accept);');
		lines.push('\tno.addEventListener("click", tagalong.decline);');
	}
	return lines.length > 1 ? [...lines, "});"].join("\n") : "";
};

/** What besides may go through `configure`, for whoever needs it. */
export const MORE_CALLS = `tagalong.configure({
	texts: { "invited.heading": "May our agent look at this page?" }, // by the keys of the locales
	context: { scid: "…", cid: "…", eid: "…" }, // handed on to LivePerson's tag with the answer
});`;

/**
 * @param {Record<string, string>} chosen
 * @param {{own: boolean, nonce: boolean, trusted: boolean}} page
 * @returns {string} the words that a page's policy needs for Tagalong, besides those of LivePerson's tag
 */
export const policy = (chosen, { own, nonce, trusted }) => {
	const files = own ? "'self'" : YOUR_HOST;
	const set = Object.fromEntries(attributesOf(chosen));
	const auth = set["data-auth"] ?? "token";
	const reached = [files];
	if (set["data-transport"] !== "host") {
		reached.push("https://*.liveperson.net", "wss://*.liveperson.net");
		const asksForConnectors = (auth === "anonymous" || auth === "brand") && !set["data-connector"];
		const asksForNames = set["data-agent-name"] === "on";
		if (asksForConnectors || asksForNames) reached.push("https://*.lpsnmedia.net");
		if (set["data-csds"]) {
			const { origin } = new URL(set["data-csds"]);
			reached.push(origin, origin.replace(/^http/, "ws"));
		}
	}
	const lines = [
		`script-src ${nonce ? "'nonce-…' 'strict-dynamic'" : files} 'wasm-unsafe-eval'`,
		"worker-src blob:",
		`connect-src ${reached.join(" ")}`,
	];
	if (trusted) lines.push("require-trusted-types-for 'script'", "trusted-types tagalong");
	return `${lines.join(";\n")};`;
};

/** @param {Record<string, string>} theme custom properties by name, without those that are not set */
export const themeCss = (theme) => {
	const lines = Object.entries(theme).map(([name, value]) => `\t--tagalong-${name}: ${value};`);
	return lines.length ? `tagalong-banner {\n${lines.join("\n")}\n}` : "";
};
