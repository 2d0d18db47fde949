/** A banner of the shop's own: drawn from Tagalong's events, answered by handing over the click. */
import { find } from "./elements.js";

const question = find("#question");
const refused = find("#question-refused");
const status = find("#status");

const MODES = {
	view: "If you say yes, they can scroll it. They cannot click or type.",
	follow: "If you say yes, they can look at it. They cannot scroll, click or type.",
	shared: "If you say yes, they can scroll it, and click and type on it just as you can.",
};
const OUTCOMES = {
	accepted: "One moment: sharing starts.",
	active: "Our agent can see this page.",
	declined: "You said no: this page is not being shared.",
	cancelled: "Our agent cancelled the request.",
	expired: "The request has expired.",
	elsewhere: "You answered in another tab.",
	failed: "Sharing could not start.",
	ended: "Sharing has ended.",
};
const REFUSALS = {
	"too-early": "That was quick. Please read the question first, then press again.",
	covered: "Something is covering the question. Please press again.",
	stale: "That came too late. Please press again.",
	untrusted: "",
};

/** @type {ReturnType<typeof setInterval> | undefined} */
let counting;

/** @param {number} until */
const count = (until) => {
	const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
	find("#question-left").textContent = `${left} seconds are left to answer.`;
};

window.tagalong ||= [];
window.tagalong.push((tagalong) => {
	find("#chat-open").addEventListener("click", () => {
		status.textContent = "Connecting…";
		tagalong.conversation.open();
	});
	tagalong.on("connected", () => {
		status.textContent = "An agent is with you.";
	});
	// What is asked comes with `invited`; the answer counts from `offered` on.
	tagalong.on("invited", (detail) => {
		find("#question-body").textContent = MODES[detail.mode];
		clearInterval(counting);
		count(detail.expiresAtMs);
		counting = setInterval(() => count(detail.expiresAtMs), 1000);
	});
	tagalong.on("offered", () => {
		refused.textContent = "";
		// Not modal: the page, and what the visitor was typing on it, stays theirs.
		question.setAttribute("open", "");
	});
	// The person's own click is the answer; each event counts once.
	find("#question-yes").addEventListener("click", tagalong.accept);
	find("#question-no").addEventListener("click", tagalong.decline);
	tagalong.on("refused", ({ why }) => {
		refused.textContent = REFUSALS[why];
	});
	for (const [name, words] of Object.entries(OUTCOMES)) {
		tagalong.on(/** @type {keyof typeof OUTCOMES} */ (name), () => {
			question.removeAttribute("open");
			clearInterval(counting);
			status.textContent = words;
		});
	}
});
