/** What more than one story's hands do, and ask. */
import { Stuck } from "./stuck.js";

const LOOK_MS = 50;
const APPEARS_MS = 10_000; // never quickened: what goes by the network takes its time

/** @param {import("./script.js").Scene} scene */
export const isShared = ({ invitation }) =>
	invitation?.metaData.sessionState === "ACCEPTED" && invitation.state !== "CLOSE";

/** @param {import("./script.js").Scene} scene */
export const needSharing = (scene) => {
	if (!isShared(scene))
		throw new Stuck("Paused: nothing is shared any more. Let the agent ask again, or press “Reset”.");
};

/**
 * Waits until what one side did has come to the other, but not for ever.
 *
 * @param {() => boolean} isThere
 * @param {(ms: number) => Promise<void>} rest
 */
export const appears = async (isThere, rest) => {
	const until = performance.now() + APPEARS_MS;
	while (!isThere() && performance.now() < until) {
		await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
		await rest(0);
	}
};

/**
 * @param {import("./hands.js").Hand} visitor
 * @param {string} text
 */
export const writeInChat = async (visitor, text) => {
	if (visitor.sees("#chat-open")) await visitor.press("#chat-open");
	await visitor.type("#chat-text", text);
	await visitor.press("#chat-form [type=submit]");
};

/** @param {import("./hands.js").Hand} agent */
export const askQuestion = async (agent) => {
	await agent.press("#cobrowse");
	await agent.press('#cobrowse-menu [data-mode="shared"]');
};

/**
 * Waits for a person's answer, as long as the question stands; one that is over
 * is put anew.
 *
 * @param {import("./script.js").Hands} hands
 * @param {(agent: import("./hands.js").Hand) => Promise<void>} invite
 */
export const answered = async ({ agent, scene, rest }, invite) => {
	const { invitation } = scene();
	if (invitation?.state === "CLOSE") {
		await invite(agent);
		while (scene().invitation.dialogId === invitation.dialogId) await rest(LOOK_MS);
	}
	while (scene().invitation?.state !== "CLOSE") {
		if (isShared(scene())) return;
		await rest(LOOK_MS);
	}
	throw new Stuck("Paused: the answer was no, or none came. “Play” lets the agent ask again.");
};
