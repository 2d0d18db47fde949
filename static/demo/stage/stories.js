/** The stories that the stage can play. */
import { STEPS } from "./script.js";
import { TESTER_STEPS } from "./tester.js";

/** @typedef {{name: string, side: string, address: string, steps: import("./script.js").Step[]}} Story */

/** @type {Record<string, Story>} what stands in the second frame goes with each */
export const STORIES = {
	visitor: { name: "A visitor and an agent", side: "The agent", address: "/agent", steps: STEPS },
	tester: { name: "A lost connection", side: "The tester", address: "/workbench", steps: TESTER_STEPS },
};
