/** The page's API, used as the documents show it: compiling this is the test. */
import type { Tagalong } from "../../static/tagalong.js";

declare const shop: { livePersonToken(): Promise<string> };

const use = async (tagalong: Tagalong): Promise<void> => {
	tagalong.configure({ getToken: () => shop.livePersonToken(), position: "top-end" });
	const off = tagalong.on("accepted", ({ dialogId, heard }) => console.log(dialogId, heard));
	tagalong.on("error", ({ code, words }) => console.log(code === "discovery", words));
	await tagalong.start();
	await tagalong.conversation.open({ skillId: "7" });
	tagalong.conversation.say("Hello");
	if (tagalong.state.invitation?.mode === "shared") off();
	for (const { check, ok, words } of await tagalong.diagnose()) console.log(check, ok, words);
	// @ts-expect-error: there is no such event
	tagalong.on("dance", () => {});
	// @ts-expect-error: there is no such setting
	tagalong.configure({ acount: "1" });
	await tagalong.stop();
};

export { use };
