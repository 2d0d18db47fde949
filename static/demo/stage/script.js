/**
 * What is played on the stage, step by step: what to do, what to say, how the
 * stage sees that it was done, and how its own hands do it.
 *
 * @typedef {object} Scene
 * @property {string} path the visitor's page
 * @property {(name: string) => string} field what stands in a field of the visitor's page
 * @property {(name: string) => DOMRect | undefined} place where that field is
 * @property {number} width the visitor's page's
 * @property {any} conversation
 * @property {any} invitation the newest
 * @property {boolean} wasShared
 * @property {boolean} wasDropped whether the visitor's connection has been lost
 * @property {boolean} isConnected
 * @property {boolean} isPictured whether the agent sees that very page
 * @property {(selector: string) => any} tool an element of the tester's workbench
 * @property {boolean} last whether the last step is shown
 *
 * @typedef {object} Hands
 * @property {import("./hands.js").Hand} visitor
 * @property {import("./hands.js").Hand} agent the second frame's, whoever works there
 * @property {() => Scene} scene
 * @property {(ms: number) => Promise<void>} rest
 *
 * @typedef {object} Step
 * @property {string} short
 * @property {string} title
 * @property {string} todo what a person is to do
 * @property {string} plays what is to be seen while the stage plays by itself
 * @property {string} say
 * @property {string} [code]
 * @property {string} [byHand] what only a person can do, as the stage asks for it
 * @property {(scene: Scene) => boolean} done
 * @property {(hands: Hands) => Promise<void>} [play] may begin where a person has left off
 */
import { answered, appears, askQuestion, isShared, needSharing, writeInChat } from "./moves.js";

const NOTE = "The bright window";

/**
 * @param {any} conversation
 * @param {string} who
 * @returns {boolean}
 */
const hasSpoken = (conversation, who) =>
	conversation?.messages.some((/** @type {any} */ { role }) => role === who) ?? false;

/** @type {Step[]} */
export const STEPS = [
	{
		short: "Shop",
		title: "A visitor looks around",
		todo: "In the shop, open a plant.",
		plays: "The visitor opens a plant.",
		say: "This is a shop as any other. It carries LivePerson's tag and one line of Tagalong, which sleeps until somebody needs it.",
		done: ({ path }) => path.endsWith("/product.html"),
		play: ({ visitor }) => visitor.press(".plants a"),
	},
	{
		short: "Chat",
		title: "They ask for help",
		todo: "Press “Chat with us” and write a question.",
		plays: "The visitor opens the chat and writes.",
		say: "Only now does Tagalong wake, in a worker beside the page. The shop stays as quick as before.",
		done: ({ conversation }) => hasSpoken(conversation, "CONSUMER"),
		play: ({ visitor }) => writeInChat(visitor, "Does it like a dark bathroom?"),
	},
	{
		short: "Accept",
		title: "An agent takes it",
		todo: "In the workspace, press “Accept” and answer.",
		plays: "The agent takes the conversation and answers.",
		say: "The agent works as always: there is nothing to install on their side.",
		done: ({ conversation }) => hasSpoken(conversation, "ASSIGNED_AGENT"),
		play: async ({ agent, rest }) => {
			// It may be taken already; whichever it is comes by the network.
			await appears(() => agent.sees("#take") || agent.sees("#text"), rest);
			if (agent.sees("#take")) await agent.press("#take");
			await agent.type("#text", "It does. May I look at the page with you?");
			await agent.press("#chat [type=submit]");
		},
	},
	{
		short: "Invite",
		title: "The agent asks to see the page",
		todo: "Press “CoBrowse” and choose “Shared”.",
		plays: "The agent presses “CoBrowse” and chooses “Shared”.",
		say: "The invitation is LivePerson's own. Watch the other side: the question is there at once.",
		done: ({ invitation }) => Boolean(invitation),
		play: ({ agent }) => askQuestion(agent),
	},
	{
		short: "Decide",
		title: "The visitor decides",
		todo: "Read the question together, then press “Accept”.",
		plays: "“Accept” is yours: press it on the visitor's page.",
		say: "It says who asks, what they would see and how long it stands, and No is as easy as Yes. No script can press it: only a person can.",
		done: isShared,
		byHand: "Your turn: press “Accept”. No script can: only a person's press counts.",
		play: (hands) => answered(hands, askQuestion),
	},
	{
		short: "Follow",
		title: "The session follows",
		todo: "Put the plant into the basket, go to the basket, press “Order”.",
		plays: "The visitor puts the plant into the basket, and goes to order.",
		say: "From page to page the agent sees what the visitor sees.",
		done: (scene) => isShared(scene) && scene.path.endsWith("/order.html"),
		play: async ({ visitor, scene }) => {
			needSharing(scene());
			if (visitor.sees("#chat-minimise")) await visitor.press("#chat-minimise");
			if (visitor.sees(".buy .button")) await visitor.press(".buy .button");
			if (!scene().path.endsWith("/basket.html")) await visitor.press(".to-basket");
			await visitor.arrive("/basket.html");
			await visitor.press(".summary a.button");
			await visitor.arrive("/order.html");
		},
	},
	{
		short: "Privacy",
		title: "Private stays private",
		todo: "Type a name and a card number, and look at the agent's side.",
		plays: "The visitor types a name and a card number.",
		say: "What is private never leaves the page: the agent sees dots.",
		done: (scene) => isShared(scene) && scene.field("card") !== "",
		play: async ({ visitor, agent, scene }) => {
			needSharing(scene());
			await visitor.type("[name=name]", "Ann Doe");
			await visitor.type("[name=card]", "4111 1111 1111 1111");
			await agent.point("#screen-glass"); // where the dots are
		},
	},
	{
		short: "Together",
		title: "They do it together",
		todo: "In the workspace, click into the note on the visitor's page and write a few words.",
		plays: "The agent writes a note on the visitor's page.",
		say: "The visitor sees the agent's pointer, and every word as it comes.",
		done: (scene) => isShared(scene) && scene.field("note") !== "",
		play: async ({ visitor, agent, scene, rest }) => {
			needSharing(scene());
			await visitor.point("[name=note]");
			visitor.leave();
			// Nothing that is done between two pages comes to either.
			await appears(() => scene().isPictured, rest);
			const { place, width } = scene();
			await agent.pressOnPicture("#screen-glass", /** @type {DOMRect} */ (place("note")), width);
			await agent.typeOnPicture("#screen-glass", NOTE);
			await appears(() => scene().field("note").includes(NOTE), rest);
		},
	},
	{
		short: "End",
		title: "The visitor ends it",
		todo: "On the visitor's page, press “End sharing”.",
		plays: "The visitor presses “End sharing”.",
		say: "At any time, on any page, with one press. The agent's picture is gone at once.",
		done: ({ invitation, wasShared }) => wasShared && invitation?.state === "CLOSE",
		play: async ({ visitor, scene }) => {
			needSharing(scene());
			await visitor.press("lp-simulated-frame >>> button");
		},
	},
	{
		short: "Embed",
		title: "What your site needs",
		todo: "Show the line.",
		plays: "This is the line.",
		say: "This line, beside LivePerson's tag that you have already. That is all.",
		code: '<script async src="https://YOUR-HOST/tagalong/tagalong.js" data-account="12345678"></script>',
		done: ({ last }) => last,
	},
];
