/** What stands in the way, in words: for a developer who wonders why nothing happens. */
import { isInForeignFrame } from "./environment.js";
import { observeTag } from "./tag.js";

/** @param {import("./index.js").State} state */
export const diagnose = async (state) => {
	const { canPublish, ssid, svid } = observeTag();
	const lpTag = window.lpTag;
	const hasIds = Boolean(ssid && svid);
	/** @type {[string, boolean, string][]} */
	const checks = [
		[
			"tag",
			Boolean(lpTag),
			lpTag
				? `LivePerson's tag is here, for the account ${lpTag.site}.`
				: "LivePerson's tag is not on this page.",
		],
		[
			"publish",
			canPublish,
			canPublish
				? "The tag can publish events."
				: "The tag has not loaded: lpTag.events.publish does not exist.",
		],
		[
			"monitoring",
			hasIds,
			hasIds
				? "The tag's monitoring knows this visit."
				: "The tag's monitoring gives no ids; random ones are used.",
		],
		[
			"frame",
			!isInForeignFrame(),
			isInForeignFrame()
				? "This page is inside another site's frame."
				: "This page is in a window of its own, or in a frame of its own site.",
		],
		["webassembly", typeof WebAssembly === "object", "WebAssembly is what Python runs on."],
		["worker", typeof Worker === "function", "A worker is where Python runs."],
		["connection", state.connection === "connected", `The connection to LivePerson is ${state.connection}.`],
	];
	return checks.map(([check, ok, words]) => ({ check, ok, words }));
};
