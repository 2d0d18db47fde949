/** Who the visitor is: a flow, and the token that two of them need. */
import { make } from "../elements.js";
import { say, withTagalong } from "./page.js";

const FLOWS = {
	token: "token: paste LivePerson's token",
	brand: "brand: paste your own id token",
	anonymous: "anonymous: LivePerson's unauthenticated messaging",
	signup: "signup: LivePerson's demo flow",
};
const PASTED = ["token", "brand"];
const KEPT_FLOW = "real-account:flow";

/** The token: in memory, never stored, never told. */
let token = "";
/** @type {((token: string) => void)[]} */
const waiting = [];

/** @returns {Promise<string>} what Tagalong asks the page for: there at once, or when it is pasted */
export const supply = () => {
	if (token) return Promise.resolve(token);
	say("Tagalong asks for a token: paste one, and press Start.");
	return new Promise((resolve) => waiting.push(resolve));
};

/** @returns {{auth: keyof typeof FLOWS, connector?: string}} */
export const recallFlow = () => {
	try {
		return JSON.parse(sessionStorage.getItem(KEPT_FLOW) ?? "") ?? { auth: "token" };
	} catch {
		return { auth: "token" };
	}
};

/** @param {Set<string>} secrets where a token is noted, to be taken out of all that leaves */
export const makeFlow = (secrets) => {
	const before = recallFlow();
	const auth = make("select", { id: "account-auth" });
	for (const [value, words] of Object.entries(FLOWS)) {
		auth.append(make("option", { value, textContent: words, selected: value === before.auth }));
	}
	const connector = make("input", {
		id: "account-connector",
		autocomplete: "off",
		pattern: "[A-Za-z0-9_\\-]{1,64}",
		title: "letters, digits, - and _, at most 64",
		placeholder: "discovered",
		value: before.connector ?? "",
	});
	const secret = make("input", {
		id: "account-token",
		type: "password",
		autocomplete: "off",
		spellcheck: false,
	});
	const asked = make(
		"p",
		{},
		make("label", { htmlFor: "account-token", textContent: "Token" }),
		secret,
		make("small", { textContent: "Kept in this page's memory alone: the next page asks again." }),
	);
	const asksForToken = () => {
		asked.hidden = !PASTED.includes(auth.value);
	};
	auth.addEventListener("change", asksForToken);
	asksForToken();

	const form = make(
		"form",
		{ id: "account-flow" },
		make("p", {}, make("label", { htmlFor: auth.id, textContent: "Who the visitor is" }), auth),
		make(
			"p",
			{},
			make("label", { htmlFor: connector.id, textContent: "Connector, where needed" }),
			connector,
		),
		asked,
		make(
			"p",
			{ className: "buttons" },
			make("button", { className: "button", textContent: "Start" }),
			make("button", { type: "button", textContent: "Stop and forget", onclick: forget }),
		),
	);
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		const pasted = secret.value.trim();
		secret.value = "";
		if (pasted) secrets.add(pasted);
		token = pasted || token;
		if (PASTED.includes(auth.value) && !token) return say("Paste a token first.");
		const flow = { auth: auth.value, ...(connector.value && { connector: connector.value }) };
		try {
			sessionStorage.setItem(KEPT_FLOW, JSON.stringify(flow));
		} catch {
			// it lasts as long as the page
		}
		for (const resolve of waiting.splice(0)) resolve(token);
		say("Starting…");
		withTagalong((tagalong) => {
			tagalong.configure(/** @type {import("../../tagalong.js").Settings} */ (flow));
			void tagalong.start();
		});
	});
	return form;
};

const forget = () => {
	token = "";
	sessionStorage.removeItem(KEPT_FLOW);
	withTagalong((tagalong) => void tagalong.stop());
};
