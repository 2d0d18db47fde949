/** What to look at, by the checks of `diagnose()`, and by what is chosen. */

const CHECKS = {
	tag: "Put LivePerson's snippet into the page's head, before Tagalong's line.",
	publish:
		"tag.js has not come: look for a blocker, the page's policy, or a consent tool that holds it back.",
	monitoring: "Nothing is lost: random ids stand in. With LivePerson's monitoring on, its own are used.",
	taglet: "Ask LivePerson whether CoBrowse is enabled for the account, and for this site's domain.",
	window: "LivePerson's own window asks in its conversation; data-beside-window changes who does.",
	settings: "A mistake is told here and as one tagalong:error with the code bad-setting.",
	token: "getToken or getBrandToken gave nothing, or LivePerson refused what it gave.",
	connection: "Asleep is not wrong: call start(), or conversation.open(), or choose data-start load.",
	policy: "The check names the directive that blocked; the words to allow are above.",
	worker: "Python runs in a worker: allow worker-src blob:.",
};

/**
 * @param {Record<string, string>} chosen
 * @returns {[string, string][]} names and words, what is chosen first
 */
export const hintsFor = (chosen) => {
	/** @type {[string, string][]} */
	const hints = [];
	if (chosen.auth === "signup") {
		hints.push(["data-auth signup", "For demonstrations: LivePerson asks not to use it in production."]);
	}
	if (chosen.auth === "anonymous") {
		hints.push([
			"data-auth anonymous",
			"Unauthenticated messaging has to be switched on for the account, or the error is token-refused.",
		]);
	}
	if (chosen.transport === "host") {
		hints.push([
			"data-transport host",
			"Your client must declare the feature CO_BROWSE in its InitConnection, or LivePerson sends no invitation.",
		]);
	}
	if (chosen.ui === "none") {
		hints.push([
			"data-ui none",
			"Hand over the click itself, half a second after offered at the earliest, and within a second.",
		]);
	}
	if (chosen.csds?.startsWith("http:")) {
		hints.push(["data-csds", "http is for this machine only: a simulator, as in the demo."]);
	}
	return [...hints, ...Object.entries(CHECKS)];
};
