/**
 * What is played on the stage, step by step: what to do, what to say, and how
 * the stage sees that it was done.
 *
 * @typedef {{path: string, field: (name: string) => string, conversation: any, invitation: any, wasShared: boolean, last: boolean}} Scene
 * @typedef {{short: string, title: string, todo: string, say: string, code?: string, done: (scene: Scene) => boolean}} Step
 */

/** @param {Scene} scene */
const isShared = ({ invitation }) => invitation?.metaData.sessionState === "ACCEPTED";

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
		say: "This is a shop as any other. It carries LivePerson's tag and one line of Tagalong, which sleeps until somebody needs it.",
		done: ({ path }) => path.endsWith("/product.html"),
	},
	{
		short: "Chat",
		title: "They ask for help",
		todo: "Press “Chat with us” and write a question.",
		say: "Only now does Tagalong wake, in a worker beside the page. The shop stays as quick as before.",
		done: ({ conversation }) => hasSpoken(conversation, "CONSUMER"),
	},
	{
		short: "Accept",
		title: "An agent takes it",
		todo: "In the workspace, press “Accept” and answer.",
		say: "The agent works as always: there is nothing to install on their side.",
		done: ({ conversation }) => hasSpoken(conversation, "ASSIGNED_AGENT"),
	},
	{
		short: "Invite",
		title: "The agent asks to see the page",
		todo: "Press “CoBrowse” and choose “Shared”.",
		say: "The invitation is LivePerson's own. Watch the other side: the question is there at once.",
		done: ({ invitation }) => Boolean(invitation),
	},
	{
		short: "Decide",
		title: "The visitor decides",
		todo: "Read the question together, then press “Accept”.",
		say: "It says who asks, what they would see and how long it stands, and No is as easy as Yes. No script can press it: only a person can.",
		done: (scene) => isShared(scene),
	},
	{
		short: "Follow",
		title: "The session follows",
		todo: "Put the plant into the basket, go to the basket, press “Order”.",
		say: "From page to page the agent sees what the visitor sees.",
		done: (scene) => isShared(scene) && scene.path.endsWith("/order.html"),
	},
	{
		short: "Privacy",
		title: "Private stays private",
		todo: "Type a name and a card number, and look at the agent's side.",
		say: "What is private never leaves the page: the agent sees dots.",
		done: (scene) => isShared(scene) && scene.field("card") !== "",
	},
	{
		short: "Together",
		title: "They do it together",
		todo: "In the workspace, click into the note on the visitor's page and write a few words.",
		say: "The visitor sees the agent's pointer, and every word as it comes.",
		done: (scene) => isShared(scene) && scene.field("note") !== "",
	},
	{
		short: "End",
		title: "The visitor ends it",
		todo: "On the visitor's page, press “End sharing”.",
		say: "At any time, on any page, with one press. The agent's picture is gone at once.",
		done: ({ invitation, wasShared }) => wasShared && invitation?.state === "CLOSE",
	},
	{
		short: "Embed",
		title: "What your site needs",
		todo: "Show the line.",
		say: "This line, beside LivePerson's tag that you have already. That is all.",
		code: '<script async src="https://YOUR-HOST/tagalong/tagalong.js" data-account="12345678"></script>',
		done: ({ last }) => last,
	},
];
