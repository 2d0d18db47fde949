/** What was seen and answered, for a file: no token, no name, no text of a chat. */
import { NAMES } from "./names.js";
import { QUESTIONS } from "./questions.js";
import { redact } from "./redact.js";

const MOST = 500;

/** @typedef {{answer: string, note: string}} Answer */

/** @param {unknown} value the kind of a value, in place of it */
const kindOf = (value) => (Array.isArray(value) ? "array" : value === null ? "null" : typeof value);

/** @param {unknown} data an event's of the tag, of which the names are told and no value */
const shapeOf = (data) =>
	data instanceof Object && !Array.isArray(data)
		? Object.fromEntries(
				Object.entries(data)
					.slice(0, 40)
					.map(([name, value]) => [name, kindOf(value)]),
			)
		: kindOf(data);

/** @param {string} account */
export const createRecord = (account) => {
	const kept = `real-account:answers:${account}`;
	/** @type {Set<string>} tokens that went through this page: in memory, to be taken out of all else */
	const secrets = new Set();
	/** @type {object[]} */
	const events = [];
	/** @type {object[]} */
	const tagEvents = [];
	/** @type {Record<string, Answer>} */
	let answers = {};
	try {
		answers = JSON.parse(localStorage.getItem(kept) ?? "{}");
	} catch {
		// Blocked or broken: it begins anew, and lasts as long as the page.
	}

	/** @param {object[]} list @param {object} entry */
	const add = (list, entry) => {
		if (list.length < MOST) list.push({ time: new Date().toISOString(), ...entry });
	};

	return {
		answers,
		secrets,
		tagEvents,
		events,
		/** @param {() => void} changed */
		watch: (changed) => {
			for (const name of NAMES) {
				if (name === "message") continue; // the chat itself
				document.addEventListener(`tagalong:${name}`, (event) => {
					add(events, { name, detail: /** @type {CustomEvent} */ (event).detail });
					changed();
				});
			}
			const heard = (/** @type {unknown} */ data, /** @type {any} */ about) => {
				add(tagEvents, { app: about?.appName, name: about?.eventName, data: shapeOf(data) });
				changed();
			};
			const { events: bus } = window.lpTag;
			// What the tag said before this panel was there: its stub knows of none.
			for (const fired of bus.hasFired?.("*", "*") ?? []) heard(fired.data, fired);
			bus.bind({ appName: "*", eventName: "*", func: heard });
		},
		/** @param {string} id @param {Answer} answer */
		answer: (id, answer) => {
			answers[id] = { ...answer, note: redact(answer.note, secrets) };
			try {
				localStorage.setItem(kept, JSON.stringify(answers));
			} catch {
				// it lasts as long as the page
			}
		},
		/** @param {{version: string, auth: string, checks: object[]}} now */
		file: (now) => {
			const questions = QUESTIONS.map(({ id, asks }) => ({
				id,
				asks,
				...(answers[id] ?? { answer: "open", note: "" }),
			}));
			const about = { kind: "tagalong-real-account", format: 1, account, made: new Date().toISOString() };
			const all = { ...about, browser: navigator.userAgent, ...now, questions, events, tagEvents };
			return JSON.stringify(
				all,
				(key, value) =>
					typeof value === "string" && !["account", "made", "time", "id", "dialogId"].includes(key)
						? redact(value, secrets)
						: value,
				"\t",
			);
		},
	};
};
