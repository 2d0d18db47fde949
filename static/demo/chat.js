/** The shop's chat panel and basket: a customer's own code, on Tagalong's public API. */

/** @param {string} selector */
const find = (selector) => /** @type {any} */ (document.querySelector(selector));
const panel = find("#chat-panel");
const opener = find("#chat-open");
const messages = find("#chat-messages");
const status = find("#chat-status");

/**
 * @param {string} from
 * @param {string} text
 */
const add = (from, text) => {
	const item = document.createElement("li");
	item.className = from;
	item.textContent = text;
	messages.append(item);
	messages.scrollTop = messages.scrollHeight;
};

const show = () => {
	panel.hidden = false;
	opener.hidden = true;
};

const WORDS = {
	ready: "Connecting…",
	connected: "An agent is with you.",
	disconnected: "Connection lost; trying again…",
	invited: "Your agent asks to see this page.",
	active: "Your agent can see this page.",
	ended: "Sharing has ended.",
	declined: "You declined to share.",
};

window.tagalong ||= [];
window.tagalong.push((/** @type {any} */ tagalong) => {
	for (const [name, words] of Object.entries(WORDS)) {
		tagalong.on(name, () => {
			status.textContent = words;
		});
	}
	tagalong.on("error", (/** @type {any} */ detail) => {
		status.textContent = detail.words;
	});
	tagalong.on("message", (/** @type {any} */ detail) => {
		show();
		add(detail.from, detail.text);
	});
	opener.addEventListener("click", () => {
		show();
		status.textContent = "One moment…";
		find("#chat-text").focus();
		tagalong.conversation.open();
	});
	find("#chat-form").addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const text = find("#chat-text");
		tagalong.conversation.say(text.value);
		text.value = "";
	});
	find("#chat-end").addEventListener("click", () => {
		tagalong.conversation.close();
		messages.replaceChildren();
		panel.hidden = true;
		opener.hidden = false;
		opener.focus();
	});
});

let inBasket = 0;
for (const button of document.querySelectorAll("[data-plant]")) {
	button.addEventListener("click", () => {
		inBasket += 1;
		const { plant } = /** @type {HTMLElement} */ (button).dataset;
		find("#basket").textContent = `${plant} is in your basket: ${inBasket} in all.`;
	});
}

export {};
