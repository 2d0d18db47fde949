/** The stage: two sides beside each other, and a story that is played by hand or by itself. */
import { ask, find, make } from "/agent/ask.js";
import { watchDivider } from "./divider.js";
import { keepFocus } from "./focus.js";
import { createHand } from "./hands.js";
import { Player } from "./player.js";
import { createScene } from "./scene.js";
import { STORIES } from "./stories.js";

const VISITOR = "/";
// What either side keeps in this browser.
const KEPT = /^(tagalong|fern-and-field|lp-simulator|agent-console)/;
const QUICKEST = 1000;

const wishes = new URLSearchParams(location.search);
const pace = Math.min(Math.max(Number(wishes.get("pace")) || 1, 0.25), QUICKEST);
let story = STORIES[wishes.get("story") ?? ""] ?? STORIES.visitor;
let step = 0;
/** @type {Set<number>} */
const done = new Set();

const isLast = () => step === story.steps.length - 1;

/** @param {string} selector @param {string} words */
const write = (selector, words) => {
	// What stands already is not said again.
	if (find(selector).textContent !== words) find(selector).textContent = words;
};

const paint = () => {
	const { title, todo, plays, say, code } = story.steps[step];
	write("#step-number", `${step + 1}/${story.steps.length}`);
	write("#step-title", title);
	write("#step-do", player.isMoving || player.state === "over" ? plays : todo);
	write("#step-say", say);
	find("#step-code").hidden = !code;
	write("#step-code", code ?? "");
	write("#step-done", done.has(step) ? "✓ done" : "");
	write("#play", player.isMoving ? "Pause" : "Play");
	write("#play-words", player.words);
	document.body.dataset.play = player.state;
	find("#back").disabled = step === 0;
	find("#next").disabled = isLast();
	for (const [place, button] of document.querySelectorAll("#steps button").entries()) {
		button.classList.toggle("done", done.has(place));
		const { short, title: name } = story.steps[place];
		button.ariaLabel = `${short}: ${name}${done.has(place) ? ", done" : ""}`;
		if (place === step) button.setAttribute("aria-current", "step");
		else button.removeAttribute("aria-current");
	}
};

/** Marks every step that has happened; once done it stays so until the reset. */
const look = () => {
	const now = scene.now(isLast());
	for (const [place, one] of story.steps.entries()) if (one.done(now)) done.add(place);
	paint();
};

/** @param {number} place */
const go = (place) => {
	step = Math.max(0, Math.min(place, story.steps.length - 1));
	look();
	return story.steps[step];
};

const player = new Player(
	{
		next: (shown) =>
			story.steps.findIndex((one, place) => !done.has(place) || (!one.play && !shown.has(place))),
		go,
		isDone: (place) => done.has(place),
		perform: async (one, rest) => {
			const [visitor, agent] = ["visitor", "agent"].map((side) =>
				createHand(find(`#${side}`), find(`#${side}-hand`), rest),
			);
			await one.play?.({ visitor, agent, rest, scene: () => scene.now(isLast()) });
		},
	},
	pace,
	() => {
		if (!player.isMoving)
			for (const hand of document.querySelectorAll(".hand")) hand.classList.remove("down");
		if (player.state === "waiting") {
			// What is covered cannot be accepted, nor what is out of sight.
			find("#visitor-hand").hidden = true;
			find(".visitor").scrollIntoView({ block: "start", behavior: "instant" });
		}
		paint();
	},
);
const scene = createScene(look, () => player.touch());

/** @param {number} place */
const turn = (place) => {
	player.touch();
	go(place);
};

/**
 * @param {HTMLIFrameElement} frame
 * @param {string} address
 */
const open = (frame, address) =>
	new Promise((resolve) => {
		frame.addEventListener("load", resolve, { once: true });
		frame.src = address;
	});

const openBoth = () => Promise.all([open(find("#visitor"), VISITOR), open(find("#agent"), story.address)]);

/** Shows the story that is chosen, before anything has happened. */
const set = () => {
	write("#agent-name", story.side);
	find("#agent").title = story.side;
	find("#steps").replaceChildren(
		...story.steps.map(({ short }, place) =>
			make("li", {}, make("button", { type: "button", textContent: short, onclick: () => turn(place) })),
		),
	);
	for (const hand of document.querySelectorAll(".hand")) /** @type {any} */ (hand).hidden = true;
	done.clear();
	scene.forget();
	go(0);
};

const reset = async () => {
	const busy = [find("#reset"), find("#play"), find("#story")];
	for (const control of busy) control.disabled = true;
	player.stop();
	const blank = "about:blank";
	await Promise.all([open(find("#visitor"), blank), open(find("#agent"), blank)]);
	await ask("reset");
	for (const storage of [localStorage, sessionStorage]) {
		for (const name of Object.keys(storage)) if (KEPT.test(name)) storage.removeItem(name);
	}
	await openBoth();
	set();
	for (const control of busy) control.disabled = false;
};

find("#story").append(
	...Object.entries(STORIES).map(([value, one]) =>
		make("option", { value, textContent: one.name, selected: one === story }),
	),
);
find("#story").addEventListener("change", async (/** @type {any} */ { target }) => {
	player.stop();
	story = STORIES[target.value];
	step = 0;
	set();
	await reset();
	target.focus();
});
find("#play").addEventListener("click", async (/** @type {any} */ { target }) => {
	if (player.isMoving) return player.pause();
	if (player.state === "over") {
		await reset();
		target.focus();
	}
	player.play();
});
find("#back").addEventListener("click", () => turn(step - 1));
find("#next").addEventListener("click", () => turn(step + 1));
find("#reset").addEventListener("click", reset);
find("#phone").addEventListener("click", (/** @type {any} */ { currentTarget }) => {
	const isPhone = document.body.classList.toggle("phone");
	currentTarget.setAttribute("aria-pressed", String(isPhone));
});
watchDivider(find("#divider"), find("#sides"));
keepFocus(() => player.state === "playing");
set();
void openBoth();
