/** What is to be seen on the stage: both frames, and what the simulator tells. */
import { find, invitationsOf, watch } from "/agent/ask.js";

const TOUCHES = ["pointerdown", "keydown"];
const CHANGES = ["input", "change", "click"];

/**
 * @param {() => void} changed
 * @param {() => void} touched a person acts in a frame
 */
export const createScene = (changed, touched) => {
	const visitor = find("#visitor");
	const agent = find("#agent");
	/** @type {any} */
	let state = null;
	let wasShared = false;
	let wasDropped = false;

	/** @param {any} frame */
	const attend = (frame) => {
		for (const name of TOUCHES) {
			const hear = (/** @type {Event} */ event) => event.isTrusted && touched();
			frame.contentWindow.addEventListener(name, hear, { capture: true });
		}
		for (const name of CHANGES) frame.contentDocument.addEventListener(name, changed);
		changed();
	};

	visitor.addEventListener("load", () => {
		const { pathname, search } = visitor.contentWindow.location;
		find("#address").textContent = `${pathname}${search}`;
		attend(visitor);
		const page = visitor.contentWindow;
		page.tagalong ||= [];
		page.tagalong.push((/** @type {any} */ tagalong) => {
			tagalong.on("connected", changed);
			tagalong.on("disconnected", () => {
				wasDropped = true;
				changed();
			});
		});
	});
	agent.addEventListener("load", () => attend(agent));
	watch((told) => {
		if (!told) return;
		state = told;
		changed();
	});

	return {
		/**
		 * @param {boolean} last
		 * @returns {import("./script.js").Scene}
		 */
		now: (last) => {
			const conversation = state?.conversations.at(-1);
			const invitation = conversation && invitationsOf(conversation)[0];
			const page = visitor.contentDocument;
			const field = (/** @type {string} */ name) => page?.querySelector(`[name="${name}"]`);
			wasShared ||= invitation?.metaData.sessionState === "ACCEPTED";
			return {
				path: visitor.contentWindow.location.pathname,
				field: (name) => field(name)?.value ?? "",
				place: (name) => field(name)?.getBoundingClientRect(),
				width: visitor.contentWindow.innerWidth,
				conversation,
				invitation,
				wasShared,
				wasDropped,
				isConnected: visitor.contentWindow.tagalong?.state?.connection === "connected",
				isPictured: Boolean(
					page?.title &&
						agent.contentDocument?.querySelector("#screen-status")?.textContent?.startsWith(page.title) &&
						agent.contentDocument.querySelector("#screen-glass")?.clientWidth,
				),
				tool: (selector) => agent.contentDocument?.querySelector(selector),
				last,
			};
		},
		forget: () => {
			wasShared = false;
			wasDropped = false;
		},
	};
};
