/** No framework: Tagalong asks by its own banner, and the page says how things stand. */
import { loadTagalong } from "tagalong-cobrowse";
import { settings } from "../../settings";
import { STATES } from "../../words";

const find = (id: string): HTMLElement => {
	const found = document.getElementById(id);
	if (!found) throw new Error(`There is no ${id} on this page.`);
	return found;
};
const chat = find("chat") as HTMLButtonElement;
const status = find("status");

try {
	const tagalong = await loadTagalong(settings);
	for (const state of ["active", "ended", "declined"] as const) {
		tagalong.on(state, () => {
			status.textContent = STATES[state];
		});
	}
	// Python is loaded by this, and not before.
	chat.addEventListener("click", () => tagalong.conversation.open());
	chat.disabled = false;
} catch (error) {
	// The page is as it would be without Tagalong.
	console.info(error);
}
