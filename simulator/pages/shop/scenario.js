/**
 * Plays a scenario on the demo's page: `/?scenario=NAME`.
 *
 * The stand-in must behave as the scenario begins before LivePerson's tag
 * loads. So the link is taken twice: first it asks for a play, and begins the
 * page anew for it as a new visitor; then it opens the conversation, shows what
 * happens, and tells what to press.
 */
import { make } from "../elements.js";

const given = new URLSearchParams(location.search);
const name = given.get("scenario");
const play = given.get("play");
const DONE = ["passed", "failed", "stopped"];

const STYLE = `
	:host { position: fixed; inset-block-start: 12px; inset-inline-start: 12px; z-index: 2147482000; color-scheme: light dark;
		width: min(22rem, calc(100vw - 24px)); font: 14px/1.45 system-ui, sans-serif; }
	details { border: 1px solid light-dark(#c3c9d0, #4a4f55); border-radius: 10px; overflow: hidden;
		background: light-dark(#fff, #1d2126); color: light-dark(#1c2127, #e6e9ec); box-shadow: 0 6px 24px rgb(0 0 0 / 0.2); }
	summary { padding: 10px 14px; cursor: pointer; font-weight: 600; }
	summary:focus-visible, a:focus-visible { outline: 2px solid light-dark(#0b57d0, #a8c7fa); outline-offset: -3px; }
	.state { float: inline-end; font-weight: 400; }
	.body { padding: 0 14px 12px; max-height: min(60vh, 30rem); overflow: auto; }
	p { margin: 0 0 8px; }
	.hint { margin: 6px 0 0; padding: 8px 14px; border-radius: 10px; font-weight: 600;
		background: light-dark(#ffe9a8, #5c4a0c); color: light-dark(#1c2127, #fff6d8); box-shadow: 0 6px 24px rgb(0 0 0 / 0.2); }
	.hint:empty { display: none; }
	ol { margin: 0 0 8px; padding-inline-start: 24px; }
	li { color: light-dark(#5b6570, #a4adb6); }
	li.done { color: inherit; }
	li.now { color: inherit; font-weight: 600; }
	li.wrong { color: light-dark(#b3261e, #ffb4ab); font-weight: 600; }
	[data-state="passed"] .state { color: light-dark(#146c2e, #7ddc97); }
	[data-state="failed"] .state { color: light-dark(#b3261e, #ffb4ab); }
	a { color: light-dark(#0b57d0, #a8c7fa); margin-inline-end: 12px; }
	@media (max-width: 30rem) { .body { max-height: 30vh; } }
`;

/**
 * @param {string} path
 * @param {RequestInit} [request]
 */
const ask = async (path, request) => {
	const answer = await fetch(`/simulator/${path}`, request);
	const body = await answer.json();
	if (body.error) throw new Error(body.error);
	return body;
};

/** @param {any} scenario */
const makePanel = (scenario) => {
	const host = document.createElement("lp-scenario");
	const root = host.attachShadow({ mode: "open" });
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(STYLE);
	root.adoptedStyleSheets = [sheet];
	const steps = scenario.steps.map((/** @type {any} */ step) => make("li", {}, step.words));
	const [state, list, words] = [make("span", { className: "state" }), make("ol"), make("p")];
	const hint = make("p", { className: "hint", role: "status" });
	const links = make("p");
	const panel = make("details", { open: innerWidth > 480 });
	const [summary, body] = [make("summary", {}, scenario.title), make("div", { className: "body" })];
	list.append(...steps);
	links.append(
		make("a", { href: `?scenario=${encodeURIComponent(scenario.name)}` }, "Play again"),
		make("a", { href: "/scenarios" }, "All scenarios"),
		make("a", { href: "/workbench", target: "workbench" }, "Workbench"),
	);
	summary.append(state);
	body.append(make("p", {}, scenario.sentence), list, words, links);
	panel.append(summary, body);
	const frame = make("section", { ariaLabel: "Scenario" });
	frame.append(panel, hint);
	root.append(frame);
	document.documentElement.append(host);

	return (/** @type {any} */ told) => {
		host.dataset.state = told.state;
		host.dataset.hint = told.hint;
		panel.dataset.state = told.state;
		state.textContent = told.state;
		hint.textContent = told.hint;
		words.textContent = told.state === "failed" ? told.words : "";
		for (const [index, step] of steps.entries()) {
			const at = index + 1;
			const over = DONE.includes(told.state);
			const passed = at < told.step || (at === told.step && told.state === "passed");
			step.className = passed ? "done" : at > told.step ? "" : over ? "wrong" : "now";
		}
	};
};

const begin = async () => {
	try {
		const request = { method: "POST", body: JSON.stringify({ scenario: name }) };
		const { play: made } = await ask("plays", request);
		sessionStorage.clear(); // whoever was here before has nothing to do with it
		const address = new URL(location.href);
		address.searchParams.set("play", made);
		location.replace(address);
	} catch (error) {
		makePanel({ name, title: "No such scenario", sentence: String(error), steps: [] })({ state: "" });
	}
};

const follow = async () => {
	const scenario = (await ask("scenarios")).find((/** @type {any} */ one) => one.name === name);
	const show = makePanel(scenario);
	let opened = false;
	const address = `${location.origin.replace("http", "ws")}/simulator/timeline?play=${play}`;
	new WebSocket(address).addEventListener("message", ({ data }) => {
		const told = JSON.parse(JSON.parse(data).at(-1).text);
		show(told);
		if (opened || told.state !== "waiting") return;
		opened = true;
		window.tagalong ||= [];
		window.tagalong.push((tagalong) => {
			tagalong.configure(scenario.settings);
			tagalong.conversation.open({ skillId: `scenario-${play}` });
		});
	});
};

if (name) await (play ? follow() : begin());
