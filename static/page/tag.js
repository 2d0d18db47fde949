/** LivePerson's tag on the page: what it is ready for, and the one call that is made to it. */

import { variable } from "./genuine.js";
import { textOf } from "./json.js";

const POLL_MS = 100;

/**
 * @param {() => unknown} read
 * @returns {string} what `read` gives if that is a string or number; the tag may not be there yet
 */
const word = (read) => {
	try {
		const value = read();
		return typeof value === "string" || typeof value === "number" ? String(value) : "";
	} catch {
		return "";
	}
};

const lpTag = () => variable("lpTag");

/** @returns {string[]} the conversations that LivePerson's own window on this page holds */
const conversations = () => {
	try {
		const fired = lpTag().events.hasFired("lpUnifiedWindow", "conversationInfo");
		return fired
			.map((/** @type {{data?: {conversationId?: unknown}}} */ one) => one.data?.conversationId)
			.filter(Boolean)
			.map(String);
	} catch {
		return [];
	}
};

/** @returns {string | null} the account that the page's tag names */
export const tagSite = () => word(() => lpTag().site) || null;

/** @returns {string} LivePerson's id of the interaction, where an engagement of the tag's has told it */
const interaction = () => word(() => lpTag().events.hasFired("LP_OFFERS", "*").at(-1).data.contextId);

/** @returns {{publish: Function} | null} what publishes, where it can; a page may have anything there */
const publisher = () => {
	try {
		const { events } = lpTag();
		return typeof events.publish === "function" ? events : null;
	} catch {
		return null;
	}
};

export const observeTag = () => ({
	canPublish: publisher() !== null,
	ssid: word(() => lpTag().taglets.lp_monitoringSDK.getSid()),
	svid: word(() => lpTag().taglets.lp_monitoringSDK.getVid()),
	scid: interaction(),
	conversations: conversations(),
});

/**
 * @param {(event: import("./border.js").PageEvent) => void} feed
 * @param {import("./guard.js").Guard} guarded
 */
export const createTag = (feed, guarded) => {
	/** @type {ReturnType<typeof setInterval> | undefined} */
	let timer;
	let last = "";

	const observe = () => {
		const observed = observeTag();
		const text = textOf(observed);
		if (text === last) return;
		last = text;
		feed({ kind: "tagObserved", ...observed });
	};

	return {
		site: tagSite,
		/** @param {boolean} watching */
		watch: (watching) => {
			clearInterval(timer);
			last = "";
			if (!watching) return;
			timer = setInterval(guarded(observe), POLL_MS);
			observe();
		},
		/**
		 * @param {string} name
		 * @param {Record<string, string>} data
		 * @returns {boolean} false where nobody listened, or there is nothing to call
		 */
		publish: (name, data) => {
			const events = publisher();
			if (!events) return false;
			try {
				return events.publish("lpCoBrowse", name, { ...data }) !== false;
			} catch {
				return true; // it may have been delivered before, and is not to be delivered twice
			}
		},
	};
};
