/** The tester's story: the connection is lost while a question stands, as the workbench shows it. */
import { answered, isShared, writeInChat } from "./moves.js";

const TABS = { invitations: "#tab-invitations", faults: "#tab-faults", session: "#tab-session" };
const SEARCH = "#search";

/** @param {import("./hands.js").Hand} tester */
const invite = async (tester) => {
	await tester.press(TABS.invitations);
	await tester.choose("#invite [name=mode]", "shared");
	await tester.press("#invite [type=submit]");
};

/** @type {import("./script.js").Step[]} */
export const TESTER_STEPS = [
	{
		short: "Chat",
		title: "A conversation to test",
		todo: "In the shop, press “Chat with us” and write something.",
		plays: "The visitor opens the chat and writes.",
		say: "The workbench beside the shop shows every frame, tag call and event on one timeline, as it happens.",
		done: ({ conversation }) =>
			conversation?.messages.some((/** @type {any} */ { role }) => role === "CONSUMER") ?? false,
		play: ({ visitor }) => writeInChat(visitor, "Can somebody look at this with me?"),
	},
	{
		short: "Invite",
		title: "The tester plays the agent",
		todo: "In the workbench, open “Invitations”, choose “shared”, and press “Invite”.",
		plays: "The tester invites, without an agent.",
		say: "No account, no second person, no waiting: the question is on the page at once.",
		done: ({ invitation }) => Boolean(invitation),
		play: ({ agent }) => invite(agent),
	},
	{
		short: "Drop",
		title: "The connection is lost",
		todo: "Open “Faults”, and press “Drop” while the question stands.",
		plays: "The tester drops the connection while the question stands.",
		say: "As when a train goes into a tunnel. In real life this happens on a Friday; here it is a button.",
		done: ({ wasDropped }) => wasDropped,
		play: async ({ agent }) => {
			await agent.press(TABS.faults);
			await agent.press("#at-once button");
		},
	},
	{
		short: "Recover",
		title: "It comes back by itself",
		todo: "Watch the page: the question is still there, and the connection comes again.",
		plays: "Nobody does anything: Tagalong connects again.",
		say: "The question neither vanishes nor comes twice. Its time runs on.",
		done: ({ wasDropped, isConnected }) => wasDropped && isConnected,
	},
	{
		short: "Decide",
		title: "The answer still counts",
		todo: "On the visitor's page, press “Accept”.",
		plays: "“Accept” is yours: press it on the visitor's page.",
		say: "A test tool cannot press it by a script either. So a test of consent is a test of the real thing.",
		byHand: "Your turn: press “Accept”. No script can: only a person's press counts.",
		done: isShared,
		play: (hands) => answered(hands, invite),
	},
	{
		short: "Trace",
		title: "What was told, and when",
		todo: "Search the timeline for “lpCoBrowse”.",
		plays: "The tester searches for what was published.",
		say: "Offered once, accepted once, across two connections. A breach of the contract would be red.",
		done: ({ tool }) => tool(SEARCH)?.value.toLowerCase() === "lpcobrowse",
		play: ({ agent }) => agent.type(SEARCH, "lpCoBrowse"),
	},
	{
		short: "End",
		title: "The tester ends it",
		todo: "Open “Invitations”, and press “End”.",
		plays: "The tester ends the session, as the agent would.",
		say: "The visitor is told at once, and the picture is gone.",
		done: ({ invitation, wasShared }) => wasShared && invitation?.state === "CLOSE",
		play: async ({ agent }) => {
			await agent.press(TABS.invitations);
			await agent.press("#conversations .invitation button");
		},
	},
	{
		short: "Keep",
		title: "Keep it, and play it again",
		todo: "Open “Session”: there it is kept and replayed. This fault is a scenario too:",
		plays: "What happened can be kept as a file, and replayed. This fault is a scenario too:",
		say: "It runs in your pipeline without a browser, in seconds.",
		code: ".venv/bin/python -m simulator play connection-drops",
		done: ({ tool }) => tool("#panel-session")?.hidden === false,
		play: ({ agent }) => agent.press(TABS.session),
	},
];
