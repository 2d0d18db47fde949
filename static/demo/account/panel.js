/**
 * The panel of `?account=`: the page speaks to LivePerson itself. Who the visitor
 * is, is chosen here; what is seen is told here; what is unknown is asked here.
 */
import { make } from "../elements.js";
import { makeQuestions } from "./checklist.js";
import { makeFlow, recallFlow } from "./flow.js";
import { chain, checks as checkList, record as consents, symptom, watchHealth } from "./health.js";
import { given, isReal, say, status, withTagalong } from "./page.js";
import { QUESTIONS } from "./questions.js";
import { createRecord } from "./record.js";

export { supply } from "./flow.js";

const record = createRecord(given);

const download = () => {
	withTagalong(async (tagalong) => {
		const checks = await tagalong.diagnose();
		const { auth } = recallFlow();
		const text = record.file({ version: tagalong.version, auth, checks });
		const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
		make("a", { href, download: `tagalong-account-${given}.json` }).click();
		setTimeout(() => URL.revokeObjectURL(href), 10_000);
	});
};

const makePanel = () => {
	const progress = make("p", { id: "account-progress", role: "status" });
	const seen = make("ol", { id: "account-seen" });
	const count = () => {
		const done = QUESTIONS.filter(({ id }) => (record.answers[id]?.answer ?? "open") !== "open").length;
		const words = `${done} of ${QUESTIONS.length} questions have an answer.`;
		if (progress.textContent !== words) progress.textContent = words;
	};
	const paintSeen = () => {
		const all = [
			...record.events.map((/** @type {any} */ one) => ({ ...one, name: `tagalong:${one.name}` })),
			...record.tagEvents.map((/** @type {any} */ one) => ({ ...one, name: `${one.app} ${one.name}` })),
		].sort((one, other) => one.time.localeCompare(other.time));
		seen.replaceChildren(
			...all.slice(-50).map(({ time, name }) => make("li", { textContent: `${time.slice(11, 19)} ${name}` })),
		);
	};
	record.watch(paintSeen);
	count();
	return [
		make("p", {
			textContent:
				"Nothing here is simulated: LivePerson's own tag, discovery and messaging are asked, and what is written in the chat goes to this account's agents. It was built from LivePerson's documents and tried against a simulator only; what nobody could try without an account is the list of questions below.",
		}),
		status,
		makeFlow(record.secrets),
		make(
			"details",
			{ open: true },
			make("summary", { textContent: "What stands in the way (diagnose)" }),
			checkList,
		),
		make(
			"details",
			{ open: true },
			make("summary", { textContent: "Where the chain is broken (explain)" }),
			make("p", {}, make("label", { htmlFor: symptom.id, textContent: "What is seen" }), symptom),
			chain,
		),
		make(
			"details",
			{},
			make("summary", { textContent: "Consents and ends of this visit (record)" }),
			make("p", { textContent: "Times in UTC, no names; the last 50." }),
			consents,
		),
		make(
			"details",
			{},
			make("summary", { textContent: "What has happened" }),
			make("p", {
				textContent: "Events of Tagalong's and of the tag's; of the tag's the names alone, no values.",
			}),
			seen,
		),
		make(
			"details",
			{ id: "account-questions" },
			make("summary", { textContent: "Questions that only a real account answers" }),
			make("p", {
				textContent:
					"Answers stay in this browser. Write no names and no words of a chat: tokens, mail addresses and telephone numbers are taken out by themselves, other things are not.",
			}),
			make("ol", {}, ...makeQuestions(record, count)),
		),
		progress,
		make(
			"p",
			{ className: "buttons" },
			make("button", { type: "button", textContent: "Save the answers as a file", onclick: download }),
		),
	];
};

/** The page after this one is the account's too: what the address says, holds. */
const carryOn = () =>
	document.addEventListener(
		"click",
		({ target }) => {
			const link = target instanceof Element ? target.closest("a") : null;
			if (!link || link.origin !== location.origin || link.target || link.dataset.simulated) return;
			const url = new URL(link.href);
			url.searchParams.set("account", given);
			link.href = url.href;
		},
		{ capture: true },
	);

const build = () => {
	for (const href of ["/static/demo/account/panel.css", "/workbench/chain.css"]) {
		document.head.append(make("link", { rel: "stylesheet", href }));
	}
	const back = new URL(location.href);
	back.searchParams.delete("account");
	const title = isReal ? `The real account ${given}` : "This page is simulated";
	const wrong = "An account's id in ?account= has letters, digits, - and _, and at most 64 of them.";
	const panel = make(
		"section",
		{ id: "account-panel", ariaLabel: title },
		make("h2", { textContent: title }),
		make("p", { textContent: "With ?account= in the address this page is real; without it, simulated." }),
		...(isReal ? makePanel() : [make("p", { role: "alert", textContent: wrong })]),
	);
	const link = make("a", { href: back.href, textContent: "Back to the simulator" });
	link.dataset.simulated = "yes";
	panel.append(make("p", {}, link));
	document.querySelector("header")?.before(panel);
	if (!isReal) return;
	const small = document.querySelector("footer p");
	if (small)
		small.textContent =
			"A demonstration shop: nothing here is for sale. The chat is with the account's agents.";
	carryOn();
	withTagalong((tagalong) => {
		tagalong.on("connected", () => say("Connected to LivePerson."));
		tagalong.on("disconnected", ({ code }) => say(`The connection was closed, code ${code}.`));
		tagalong.on("error", ({ code, words }) => say(`${code}: ${words}`));
		tagalong.on("stopped", () => say("Stopped, and forgotten."));
	});
	watchHealth();
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", build);
else build();
