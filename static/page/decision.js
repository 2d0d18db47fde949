/**
 * One decision a dialog and browser profile, whichever tab is first.
 *
 * Kept in `localStorage` under a Web Lock: ids and outcome of the last 20
 * dialogs, for 10 minutes, nothing else. Where storage is blocked each page
 * decides for itself.
 */

import { textOf } from "./json.js";
import { onWindow } from "./listen.js";

const KEY = "tagalong:decisions";
const MOST = 20;
const LIFE_MS = 600_000;
// Chromium's processes see each other's writes a moment later: the lock is held until then.
const SETTLING_MS = 1000;
// For the lock: long enough for another tab's turn.
const PATIENCE_MS = 1500;

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
const recent = () =>
	stored().filter(
		(one) =>
			typeof one?.dialogId === "string" &&
			(one.outcome === "accepted" || one.outcome === "declined") &&
			Math.abs(Date.now() - one.at) < LIFE_MS,
	);

/** @returns {Decision[]} */
const read = () => {
	const kept = recent();
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
 * A tab that hangs, or that is frozen in a cache, may hold the lock for ever, and a page without
 * storage may be refused its locks: then what the storage says decides alone.
 *
 * @template T
 * @param {() => T} take
 * @returns {Promise<T>} what `take` gives, while no other tab of the site reads or writes
 */
const alone = (take) =>
	new Promise((resolve) => {
		let taken = false;
		const go = () => {
			clearTimeout(timer);
			if (!taken) resolve(take());
			taken = true;
		};
		const timer = setTimeout(go, PATIENCE_MS);
		const held = () => {
			if (taken) return null;
			go();
			return settle();
		};
		try {
			navigator.locks.request(KEY, held).catch(go);
		} catch {
			go(); // a page without https has none
		}
	});

/** Waits until other processes see what was written, or this page goes: its lock must not go into a cache. */
const settle = () =>
	new Promise((resolve) => {
		const done = () => {
			stop();
			resolve(null);
		};
		const stop = onWindow("pagehide", done);
		setTimeout(done, SETTLING_MS);
	});

/** Forgets what is older than it has to be. */
export const forgetOldDecisions = async () => {
	if (stored().length > recent().length) await alone(() => write(recent()));
};

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
