/**
 * An agent's program with LivePerson's own Node agent SDK: it goes online, takes
 * what rings, greets, invites the visitor to CoBrowse when they write anything
 * with "help" in it, and says what becomes of it. It ends with the conversation.
 *
 *     npm install node-agent-sdk
 *     python -m simulator --tls --port 8443
 *     NODE_EXTRA_CA_CERTS=build/tls/authority.pem node simulator/examples/agent.mjs
 *
 * Against LivePerson itself, set LP_CSDS to nothing, and LP_ACCOUNT, LP_USER and
 * LP_PASSWORD to a real agent's.
 */

import { randomUUID } from "node:crypto";
import { Agent } from "node-agent-sdk";

const {
	LP_ACCOUNT = "12345678",
	LP_USER = "alex",
	LP_PASSWORD = "any",
	LP_CSDS = "localhost:8443",
	LP_MODE = "shared",
} = process.env;

const agent = new Agent({
	accountId: LP_ACCOUNT,
	username: LP_USER,
	password: LP_PASSWORD,
	...(LP_CSDS && { csdsDomain: LP_CSDS }),
});

/** @param {string} words */
const tell = (words) => console.log(words);

/**
 * @param {string} method
 * @param {unknown} body
 * @returns {Promise<any>}
 */
const ask = (method, body) =>
	new Promise((resolve, reject) => {
		agent[method](body, (/** @type {any} */ error, /** @type {any} */ answer) =>
			error ? reject(new Error(`${method}: ${error.body ?? error.message}`)) : resolve(answer),
		);
	});

/** What was last told of each dialog. */
const states = new Map();
/** The conversations that are ours, by id, and their visitors. */
const visitors = new Map();

const EVENT = { type: "ContentEvent", contentType: "text/plain" };

/**
 * @param {string} conversationId
 * @param {string} message
 */
const say = (conversationId, message) =>
	ask("publishEvent", { dialogId: conversationId, event: { ...EVENT, message } });

/** @param {string} conversationId */
const invite = async (conversationId) => {
	const consumerId = visitors.get(conversationId);
	const dialogId = randomUUID();
	const now = Date.now();
	const dialog = {
		dialogId,
		creationTs: now,
		metaDataLastUpdateTs: now,
		dialogType: "OTHER",
		channelType: "COBROWSE",
		state: "OPEN",
		participants: [consumerId, `${LP_ACCOUNT}.${agent.userId}`],
		metaData: {
			serviceId: `${consumerId}#${conversationId}`,
			mode: LP_MODE,
			expires: now / 1000 + 120,
			sessionState: "INVITED",
			dialogId,
			notificationKey: "invited",
		},
	};
	const conversationField = [{ field: "DialogChange", type: "CREATE", dialogId, dialog }];
	tell(`invite: ${await ask("updateConversationField", { conversationId, conversationField })}`);
};

/** @param {Error} error */
const fail = (error) => {
	console.error(`agent.mjs: ${error.message}`);
	process.exit(1);
};

agent.on("error", fail);
agent.on("closed", () => fail(new Error("the connection was closed")));

agent.on("connected", async () => {
	try {
		tell(`connected as ${agent.agentId}`);
		const { currentTime } = await ask("getClock", {});
		tell(`LivePerson's clock is ${currentTime - Date.now()} ms ahead`);
		await ask("subscribeExConversations", { agentIds: [agent.agentId], convState: ["OPEN"] });
		await ask("subscribeAgentsState", {});
		await ask("subscribeRoutingTasks", {});
		tell(`state: ${await ask("setAgentState", { availability: "ONLINE" })}`);
	} catch (error) {
		fail(/** @type {Error} */ (error));
	}
});

agent.on("routing.AgentStateNotification", (/** @type {any} */ { changes }) => {
	for (const { result } of changes) tell(`I am ${result.availability}`);
});

agent.on("routing.RoutingTaskNotification", (/** @type {any} */ { changes }) => {
	const rings = changes.flatMap((/** @type {any} */ { result }) => result.ringsDetails);
	for (const { ringId, ringState } of rings) {
		tell(`ring: ${ringState}`);
		if (ringState === "WAITING") {
			ask("updateRingState", { ringId, ringState: "ACCEPTED" }).then(tell).catch(fail);
		}
	}
});

agent.on("cqm.ExConversationChangeNotification", (/** @type {any} */ { changes }) => {
	for (const { type, result } of changes) follow(type, result).catch(fail);
});

/**
 * @param {string} type
 * @param {any} result
 */
const follow = async (type, { convId, conversationDetails: { participants, dialogs } }) => {
	if (!visitors.has(convId)) {
		const { id } = participants.find((/** @type {any} */ { role }) => role === "CONSUMER");
		visitors.set(convId, id);
		await ask("subscribeMessagingEvents", { dialogId: convId });
		const profile = await ask("getUserProfile", id);
		await say(convId, "Hello, how may I help?");
		tell(`greeted a visitor of whom ${profile.length} things are known`);
	}
	for (const { dialogId, channelType, metaData } of dialogs) {
		const state = channelType === "COBROWSE" && `${metaData.sessionState} ${metaData.notificationKey ?? ""}`;
		if (state && states.get(dialogId) !== state) {
			states.set(dialogId, state);
			tell(`cobrowse: ${state.trim()}`);
		}
	}
	if (type === "DELETE") {
		tell("the conversation is over");
		agent.dispose();
		process.exit(0);
	}
};

agent.on("ms.MessagingEventNotification", (/** @type {any} */ { dialogId, changes }) => {
	for (const { event, sequence, originatorId } of changes) {
		const { type, message = "", chatState, status } = event;
		if (originatorId === agent.agentId) continue;
		tell(`${type}: ${chatState ?? status ?? message}`);
		if (type !== "ContentEvent" || originatorId !== visitors.get(dialogId)) continue;
		const read = { type: "AcceptStatusEvent", status: "READ", sequenceList: [sequence] };
		ask("publishEvent", { dialogId, event: read }).catch(fail);
		if (message.includes("help")) invite(dialogId).catch(fail);
	}
});
