/** What nobody could try without an account: each with where to look, and what Tagalong does until it is known. */

export const ANSWERS = {
	open: "Not looked at yet",
	assumed: "As Tagalong assumes",
	otherwise: "Otherwise: see the note",
	unseen: "Looked, and could not tell",
};

const SOCKET = "In the browser's network panel, the WebSocket's frames (of the worker)";

export const QUESTIONS = [
	{
		id: "agent-id",
		asks: "Which form of the agent's id does the CoBrowse taglet want?",
		look: "Accept an invitation; where sharing does not begin, try data-agent-id participant, then assigned.",
		assumes: "The CoBrowse dialog's other participant, as the dialog has it.",
	},
	{
		id: "meta-data",
		asks: "Do later states of a dialog repeat all of metaData, and does CLOSED come with state CLOSE?",
		look: `${SOCKET}: compare the dialog when invited, accepted and closed.`,
		assumes: "Either: what was said first is remembered.",
	},
	{
		id: "notification-key",
		asks: "Which notificationKey comes with a decline, with running out, and with an end by either side?",
		look: `${SOCKET}: decline one, let one run out, end one from each side.`,
		assumes: "Only cancel_invitation is read; the rest is told apart by time and state.",
	},
	{
		id: "init-connection",
		asks: "What does InitConnection answer, how long may it take, and how is it refused?",
		look: `${SOCKET}: the first answer; once more with an old token.`,
		assumes: "200 within ten seconds; any other code, or a close, is a refusal.",
	},
	{
		id: "offer-mode",
		asks: "Is an offer without a mode, or one of Tagalong's with it, taken everywhere?",
		look: "Accept one invitation of each mode; see whether the agent gets what was asked for.",
		assumes: "The mode is always sent along.",
	},
	{
		id: "offered-first",
		asks: "Must cobrowseOffered come before cobrowseAccepted, and may it be repeated on the next page?",
		look: "While asked, reload the page, then accept.",
		assumes: "It must, and it may once for each page.",
	},
	{
		id: "cors",
		asks: "May a customer's page call discovery and the identity service (CORS)?",
		look: "Choose anonymous, then signup, and start: an error discovery or token-refused, or none?",
		assumes: "It may; else token is the flow to use.",
	},
	{
		id: "token-life",
		asks: "How long does LivePerson's own token live, and does its end close the socket?",
		look: "Stay connected past the token's exp: which close code is told by disconnected, below?",
		assumes: "Its exp holds; it is renewed a minute ahead, and at 4401 and 4407.",
	},
	{
		id: "taglet-events",
		asks: "Which events does the taglet publish when sharing begins, ends or fails?",
		look: "The list of the tag's events below fills itself while you share.",
		assumes: "None is needed: LivePerson's ACCEPTED and CLOSED are what counts.",
	},
	{
		id: "delete",
		asks: "What does a conversation's DELETE carry?",
		look: `${SOCKET}: let the agent end the conversation.`,
		assumes: "Its id; DELETE and stage CLOSE both end its invitations.",
	},
	{
		id: "defaults",
		asks: "What is subscribed to where a subscription names no state or stage?",
		look: "Nothing of Tagalong's shows it: it needs a client of your own that sends an empty body.",
		assumes: "Nothing: both are always named.",
	},
	{
		id: "enabled",
		asks: "Must something be switched on for the account, or set on the page, for the taglet to appear?",
		look: "diagnose() above: is the taglet there after half a minute? What did LivePerson's people have to do?",
		assumes: "Nothing on the page; the taglet may load late.",
	},
	{
		id: "several-clients",
		asks: "Which connection's CO_BROWSE counts where a visitor has several?",
		look: "Open the same visitor's conversation in another client too: does the agent still get the button?",
		assumes: "One that declares it is enough.",
	},
];
