/** The workbench's tool that asks the visitor's page where its chain is broken, and for its record. */
import { button, find, make } from "./base.js";
import { paintChain, paintRecord, SYMPTOMS } from "./chain.js";

// Longer than explain() itself waits for what does not answer.
const PATIENCE_MS = 9000;
const CHANNEL = "simulator:explain"; // as lab/explainer.js says

/** @param {string} symptom @returns {Promise<any>} what the first page of this browser answers, null where none does */
const askPage = (symptom) =>
	new Promise((resolve) => {
		const channel = new BroadcastChannel(CHANNEL);
		const question = crypto.randomUUID();
		/** @param {any} told */
		const end = (told) => {
			clearTimeout(timer);
			channel.close();
			resolve(told);
		};
		const timer = setTimeout(end, PATIENCE_MS, null);
		channel.onmessage = ({ data }) => data.answers === question && end(data);
		channel.postMessage({ question, symptom });
	});

export const startExplaining = () => {
	const symptom = make("select", { id: "symptom" });
	symptom.append(...SYMPTOMS.map((one) => make("option", {}, one)));
	const said = make("p", { id: "explained", role: "status" });
	const chain = make("ol", { id: "chain", className: "chain" });
	const record = make("ol", { id: "record", className: "record" });
	const look = async () => {
		said.textContent = "Asking the visitor's page…";
		const told = await askPage(symptom.value);
		if (!told) {
			said.textContent =
				"No page of this browser answers: open the shop. Where LivePerson's tag has not loaded, type tagalong.explain() into that page's console.";
			return;
		}
		const broken = told.links.find((/** @type {any} */ one) => one.broken);
		said.textContent = `${told.page}: ${broken ? `${broken.link} is broken. ${broken.words}` : "every link holds."}`;
		chain.replaceChildren(...paintChain(told.links));
		record.replaceChildren(...paintRecord(told.record));
	};
	find("#panel-explain").append(
		make("label", { className: "field" }, "What is seen ", symptom),
		button("Explain", look, { id: "explain" }),
		said,
		chain,
		make("h2", {}, "Consents and ends of this visit"),
		make("p", { className: "quiet" }, "As tagalong.record() tells them: times in UTC, no names."),
		record,
	);
};
