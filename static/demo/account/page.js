/** What the parts of the panel share: the account, its status line, and Tagalong. */
import { make } from "../elements.js";

/** @typedef {import("../../tagalong.js").Tagalong} Tagalong */

export const given = new URLSearchParams(location.search).get("account") ?? "";
export const isReal = /^[A-Za-z0-9_-]{1,64}$/.test(given);

export const status = make("p", { id: "account-status", role: "status" });
/** @param {string} words */
export const say = (words) => {
	if (status.textContent !== words) status.textContent = words;
};

/** @param {(tagalong: Tagalong) => void} use */
export const withTagalong = (use) => {
	window.tagalong ||= [];
	window.tagalong.push(use);
};
