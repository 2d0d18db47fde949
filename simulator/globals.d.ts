/** What the server writes in front of the scripts that it joins: see `tag/served.py`. */
declare const ACCOUNT: string;
declare const ORIGIN: string;
declare const MONITORING_DELAY: number;
declare const TAGLET: string;
declare const PUBLISHES: boolean;
declare const STAGED: boolean;
/** LivePerson's event bus, which comes without types, and the tag's own one. */
// biome-ignore lint/suspicious/noExplicitAny: somebody else's object
declare const ChronosRoot: any;
// biome-ignore lint/suspicious/noExplicitAny: the same
declare const bus: any;
/** The events of Tagalong's, which `lab/names.js` has. */
declare const EVENTS: string[];

declare module "*/record.js" {
	export { record } from "@rrweb/record";
}

declare module "*/replay.js" {
	export { Replayer } from "@rrweb/replay";
}
