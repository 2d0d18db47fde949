/**
 * Answers the workbench where this page's chain is broken, and with the visit's record.
 * Joined to tag.js by the server, after witness.js, whose `page` this is too.
 * Of several pages that are open the first that answers is shown.
 */
const CHANNEL = "simulator:explain"; // as pages/workbench/explain.js says
/** @type {BroadcastChannel | undefined} */
let asked;

/** @param {MessageEvent} message */
const answer = async ({ data }) => {
	const { tagalong } = window;
	if (!data.question || !tagalong || Array.isArray(tagalong)) return;
	const links = await tagalong.explain(data.symptom);
	asked?.postMessage({ answers: data.question, page: location.pathname, links, record: tagalong.record() });
};
const listenToWorkbench = () => {
	asked = new BroadcastChannel(CHANNEL);
	asked.onmessage = answer;
};
listenToWorkbench();
// An open channel would keep the page out of the back/forward cache.
window.addEventListener("pagehide", () => asked?.close());
window.addEventListener("pageshow", ({ persisted }) => persisted && listenToWorkbench());
