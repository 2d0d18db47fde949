/**
 * One decision a dialog and browser profile, whichever tab is first.
 *
 * Kept in `localStorage` under a Web Lock: ids and outcome of the last 20
 * dialogs, for 10 minutes, nothing else. Where storage is blocked each page
 * decides for itself.
 */

import { textOf } from "./json.js";

const KEY = "tagalong:decisions";
const MOST = 20;
const LIFE_MS = 600_000;
// Chromium's processes see each other's writes a moment later: the lock is held until then.
const SETTLING_MS = 1000;

/**
 * @typedef {import("./border.js").Outcome} Outcome
 * @typedef {{dialogId: string, outcome: Outcome, at: number}} Decision
 */

/** @type {Decision[]} this page's own, for where storage is blocked or full: Python may be started anew */
let own = [];

/** @returns {Decision[]} */
const stored = () => {
	try {
		const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
		return Array.isArray(kept) ? kept : [];
	} catch {
		return [];
	}
};

/** @returns {Decision[]} */
const read = () => {
	const kept = stored().filter(
		(one) =>
			typeof one?.dialogId === "string" &&
			(one.outcome === "accepted" || one.outcome === "declined") &&
			Math.abs(Date.now() - one.at) < LIFE_MS,
	);
	return [...own.filter(({ dialogId }) => !kept.some((one) => one.dialogId === dialogId)), ...kept];
};

/** @param {Decision[]} kept */
const write = (kept) => {
	try {
		if (kept.length) localStorage.setItem(KEY, textOf(kept));
		else localStorage.removeItem(KEY);
	} catch {
		// Blocked or full: this page's own memory still holds.
	}
};

/** @returns {Record<string, Outcome>} recent outcomes by dialog */
export const decisions = () => Object.fromEntries(read().map((one) => [one.dialogId, one.outcome]));

/**
 * @template T
 * @param {() => T} take
 * @returns {Promise<T>} what `take` gives, while no other tab of the site reads or writes
 */
const alone = async (take) => {
	if (!navigator.locks) return take();
	return new Promise((resolve) => {
		const taken = () => {
			resolve(take());
			return new Promise((settled) => setTimeout(settled, SETTLING_MS));
		};
		// A page without storage may be refused its locks too.
		navigator.locks.request(KEY, taken).catch(() => resolve(take()));
	});
};

/** Forgets what is older than it has to be. */
export const forgetOldDecisions = () => void alone(() => write(read()));

/**
 * @param {string} dialogId
 * @param {Outcome} outcome
 * @returns {Promise<boolean>} whether this page was first
 */
export const decide = (dialogId, outcome) =>
	alone(() => {
		const kept = read();
		if (kept.some((one) => one.dialogId === dialogId)) return false;
		const decision = { dialogId, outcome, at: Date.now() };
		own = [...own, decision].slice(-MOST);
		write([...kept, decision].slice(-MOST));
		return true;
	});
