/** What the server puts before tag.js and witness.js, within the same function: see tag/served.py. */
declare const ACCOUNT: string;
declare const ORIGIN: string;
/** Milliseconds; below zero the tag's monitoring never learns its ids. */
declare const MONITORING_DELAY: number;
declare const TAGLET: "listening" | "deaf" | "throwing";
declare const PUBLISHES: boolean;
declare const STRANGER: boolean;
/** Milliseconds. */
declare const TAGLETS_DELAY: number;
declare const OWN_WINDOW: boolean;
declare const STAGED: boolean;
/** With it the witness proves that it is the tag's; there where the witness is. */
declare const NONCE: string;
declare const ChronosRoot: { Chronos: { Events: new (options: { cloneEventData: boolean }) => Bus } };
/** Made by tag.js, and read by what stands below it. */
declare const bus: Bus;
/** Tagalong's events: written here by lab/names.js, and above tests/support/recorder.js by the tests. */
declare const EVENTS: string[];

/** As much as is used of Chronos, LivePerson's event bus. */
interface Bus {
	publish?: Publish;
	trigger?: Publish;
	bind(app: string, name: string, listener: (data: Record<string, unknown>) => void): unknown;
	bind(to: { appName: string; func: () => void }): unknown;
}
/** It takes an app's name, an event's and data, or one object of these; false is that nobody listened. */
type Publish = (...call: unknown[]) => unknown;
