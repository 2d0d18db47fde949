/** The page's API, used as the documents show it: compiling this is the test. */
import type {
	ConnectionState,
	ErrorCode,
	EventName,
	Events,
	Invitation,
	InvitationState,
	PushedFunction,
	Tagalong,
	VisitRecord,
} from "../../static/tagalong.js";

declare const shop: { livePersonToken(): Promise<string> };

const use = async (tagalong: Tagalong): Promise<void> => {
	tagalong.configure({ getToken: () => shop.livePersonToken(), position: "top-end" });
	const off = tagalong.on("accepted", ({ dialogId, heard }) => console.log(dialogId, heard));
	tagalong.on("error", ({ code, words }) => console.log(code === "discovery", words));
	await tagalong.start();
	await tagalong.conversation.open({ skillId: "7" });
	tagalong.conversation.say("Hello");
	if (tagalong.state.invitation?.mode === "shared") off();
	for (const { check, ok, words } of await tagalong.diagnose()) console.log(check, ok, words);
	for (const { link, broken, words } of await tagalong.explain("nothing shows"))
		console.log(link, broken, words);
	// @ts-expect-error: there is no such symptom
	await tagalong.explain("it is blue");
	const { version, entries }: VisitRecord = JSON.parse(tagalong.record());
	for (const entry of entries) console.log(version === 1, entry.event === "consent" && entry.outcome);
	// @ts-expect-error: there is no such event
	tagalong.on("dance", () => {});
	// @ts-expect-error: there is no such setting
	tagalong.configure({ acount: "1" });
	await tagalong.stop();
};

/** What a page may find at `window.tagalong`: nothing yet, its own queue, or the API. */
const push = (one: PushedFunction): void => {
	window.tagalong ||= [];
	window.tagalong.push(one);
	// @ts-expect-error: it may be the queue
	window.tagalong.start();
};
// @ts-expect-error: before the loader has run, and where nothing was queued, there is none
const missing = (): unknown => window.tagalong.push;

const ONE_EACH: Record<"first" | "last", EventName> = { first: "ready", last: "stopped" };
const listen = (): void => {
	document.addEventListener("tagalong:error", ({ detail }) => {
		const code: ErrorCode = detail.code;
		console.log(code, detail.words, ONE_EACH);
	});
	// @ts-expect-error: the detail of `active` has no reason
	document.addEventListener("tagalong:active", ({ detail }) => console.log(detail.reason));
	const record = (detail: Events["consent"]): void => console.log(detail.textVersion);
	document.addEventListener("tagalong:consent", ({ detail }) => record(detail));
};

/** Each state is a word of a union: a comparison with another word is a mistake. */
const words = (connection: ConnectionState, { state }: Invitation): string => {
	const known: InvitationState = state;
	// @ts-expect-error: there is no such state
	if (state === "offerred" || connection === "conected") return "";
	return document.querySelector("tagalong-banner")?.shadowRoot.querySelector("h2")?.textContent ?? known;
};

export { listen, missing, push, use, words };
