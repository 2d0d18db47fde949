import type { Settings, Tagalong } from "../tagalong.js";

export type * from "../tagalong.js";

/** All settings of Tagalong's, and what its script tag needs. */
export interface LoadSettings extends Settings {
	/** Address of the folder with Tagalong's files: this package's `dist/`, copied to your host. */
	base: string;
	/** The nonce of the page's policy, where that has one. */
	nonce?: string;
}

/**
 * Puts Tagalong's script tag into the page, once, and resolves with the API.
 *
 * The tag is there once however often this is called: each call gets the same promise. A
 * call with other settings than the first one's changes nothing, and says so in the console.
 *
 * It rejects with an `Error` whose message says in words what is wrong: where the script does
 * not load, where Tagalong is switched off, where `base` is missing, and where there is no page
 * (on a server, where a rejection that nobody looks at ends no process). Then the next call
 * tries again.
 */
export function loadTagalong(settings: LoadSettings): Promise<Tagalong>;
