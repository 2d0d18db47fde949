/** Does what Python says: one effect at a time, each kind of which has its place here. */
import { decide } from "./decision.js";

/**
 * @typedef {import("./border.js").PageEffect} PageEffect
 * @typedef {object} Means what an effect is performed with
 * @property {ReturnType<typeof import("./banner.js").createBanner>} banner
 * @property {ReturnType<typeof import("./tag.js").createTag>} tag
 * @property {ReturnType<typeof import("./links.js").createLinks>} links
 * @property {ReturnType<typeof import("./tabs.js").createTabs>} tabs
 * @property {ReturnType<typeof import("./memory.js").createMemory>} memory
 * @property {ReturnType<typeof import("./health.js").createHealth>} health
 * @property {Map<string, Record<string, string>>} offered what this page's tag was offered, by dialog
 * @property {Map<string, boolean>} untold of which of these the page was not told, and whether the tag has heard them
 * @property {Record<string, unknown>} configured the page's functions among it
 * @property {(event: import("./border.js").PageEvent) => void} feed
 * @property {(name: import("./border.js").EventName, detail: object) => void} report
 * @property {(state: import("./index.js").State) => void} remember
 */

/** @param {unknown} token @returns {"nothing" | "an object" | "something else"} what it is, if it is no text */
const what = (token) => {
	if (token === undefined || token === null || token === "") return "nothing";
	return Object(token) === token ? "an object" : "something else";
};

/** @param {Means} means */
export const createPerform = ({
	banner,
	tag,
	links,
	tabs,
	memory,
	health,
	offered,
	untold,
	configured,
	feed,
	report,
	remember,
}) => {
	/** @param {import("./border.js").Supplier} supplier the name of the page's function */
	const askToken = async (supplier) => {
		const supply = configured[supplier];
		/** @type {unknown} */
		let token = null;
		/** @type {import("./border.js").TokenSupplied["gave"]} */
		let gave;
		try {
			if (typeof supply === "function") token = await supply();
			gave = supply === undefined ? "unset" : typeof supply !== "function" ? "no function" : what(token);
		} catch (error) {
			gave = "an error"; // the page could not get one just now
			console.warn(`tagalong: ${supplier} threw:`, error);
		}
		const failed = gave === "an error";
		feed({ kind: "tokenSupplied", token: typeof token === "string" ? token : null, failed, gave });
	};

	/**
	 * @param {string} dialogId
	 * @param {import("./border.js").Outcome} outcome
	 */
	const settle = async (dialogId, outcome) => {
		const won = await decide(dialogId, outcome);
		if (won) tabs.tell({ dialogId, outcome });
		feed({ kind: "decided", dialogId, outcome, won });
	};

	/** @param {import("./border.js").Publish} effect */
	const publish = ({ dialogId, name, data }) => {
		const first = !offered.has(dialogId);
		if (first) offered.set(dialogId, data);
		const heard = tag.publish(name, data);
		if (first || untold.has(dialogId)) untold.set(dialogId, heard);
		feed({ kind: "published", dialogId, name, heard });
	};

	/** @param {PageEffect} effect */
	return (effect) => {
		switch (effect.kind) {
			case "showBanner":
				return banner.show(effect.banner);
			case "speak":
				return banner.speak(effect.template, effect.seconds);
			case "report":
				return report(effect.name, effect.detail);
			case "reportState":
				return remember({ connection: effect.connection, invitation: effect.invitation });
			case "watchTag":
				return tag.watch(effect.watching);
			case "watchLinks":
				return links.watch(effect.watching);
			case "publish":
				return publish(effect);
			case "decide":
				return void settle(effect.dialogId, effect.outcome);
			case "askToken":
				return void askToken(effect.supplier);
			case "remember":
				return memory.keep(effect.what, effect.value);
			case "tellHealth":
				return health.tell(effect.checks);
			default:
				return unheardOf(effect);
		}
	};
};

/** @param {never} effect the compiler's word that every kind has its case */
const unheardOf = (effect) => {
	throw new TypeError(`not an effect: ${JSON.stringify(effect)}`);
};
