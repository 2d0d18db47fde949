/**
 * The site's other tabs: told of a decision, so that their banner goes.
 *
 * A message can only take a banner down. The channel is closed while the page
 * is away: one that arrives in the back/forward cache would evict the page.
 */

const NAME = "tagalong";
const LONGEST_ID = 512;
/** @type {unknown[]} */
const OUTCOMES = ["accepted", "declined"];

/**
 * @typedef {import("./border.js").Outcome} Outcome
 * @typedef {{dialogId: string, outcome: Outcome}} Decided
 */

/**
 * @param {Partial<Record<keyof Decided, unknown>> | null} data whatever a script of this site has sent
 * @returns {data is Decided}
 */
const isDecided = (data) =>
	typeof data?.dialogId === "string" && data.dialogId.length <= LONGEST_ID && OUTCOMES.includes(data.outcome);

/**
 * @param {(decisions: Record<string, Outcome>) => void} decided called when another tab has decided
 * @param {import("./guard.js").Guard} guarded
 */
export const createTabs = (decided, guarded) => {
	/** @type {BroadcastChannel | null} */
	let channel = null;
	return {
		open: () => {
			try {
				channel ??= new BroadcastChannel(NAME);
				channel.onmessage = guarded(({ data }) => {
					if (isDecided(data)) decided({ [data.dialogId]: data.outcome });
				});
			} catch {
				// Absent, or forbidden with all that a site may keep: each tab is on its own.
			}
		},
		/** @param {Decided} decision */
		tell: (decision) => channel?.postMessage(decision),
		close: () => {
			channel?.close();
			channel = null;
		},
	};
};
