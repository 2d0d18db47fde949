/**
 * What a page may rely on of Tagalong: `window.tagalong`, an array to push
 * functions on before the loader has run, and this object after.
 */

export interface Settings {
	account?: string;
	csds?: string;
	auth?: "token" | "brand" | "anonymous" | "signup";
	/** The identity connector of `auth: "brand"` and `"anonymous"`, where it is not to be discovered. */
	connector?: string;
	start?: "auto" | "load";
	/** The folder with the other files, where the loader was copied or merged into another file. */
	base?: string;
	/** Whether the banner is dark: as the page is, as the system is, or as you say. */
	scheme?: "page" | "system" | "light" | "dark";
	visitorName?: string;
	locale?: string;
	position?: "top-start" | "top" | "top-end" | "bottom-start" | "bottom" | "bottom-end";
	transport?: "own" | "host";
	/** `"on"`: the banner says who asks, by the nickname that LivePerson's account configuration has. */
	agentName?: "on" | "off";
	/** `"on"`: the banner tells of links that lead out of what is shared, while it is shared. */
	leaving?: "on" | "off";
	agentId?: "participant" | "numeric" | "assigned";
	besideWindow?: "stand-down" | "ask";
	ui?: "banner" | "none";
	key?: string;
	debug?: "on" | "off" | boolean;
	/** Returns LivePerson's JWT of the visitor, for `auth: "token"`. */
	getToken?: () => string | Promise<string>;
	/** Returns your own id token of the visitor, for `auth: "brand"`. */
	getBrandToken?: () => string | Promise<string>;
	/** Your own words, by key. */
	texts?: Record<string, string>;
	context?: { scid?: string; cid?: string; eid?: string };
}

export type Mode = "view" | "follow" | "shared";

export type ErrorCode =
	| "bad-setting"
	| "not-top"
	| "no-webassembly"
	| "no-worker"
	| "blocked-by-csp"
	| "boot"
	| "discovery"
	| "token-refused"
	| "token-missing"
	| "connection"
	| "too-many"
	| "page"
	| "old-browser";

interface Dialog {
	dialogId: string;
}

/** Of an answer on a question of the page's own: which invitation it was about, and its words' name. */
export interface About {
	dialogId?: string;
	textVersion?: string;
}

/** The `detail` of each event, `tagalong:NAME` on `document`. */
export interface Events {
	ready: { bootMs: number; by: "snapshot" | "modules" };
	connected: Record<string, never>;
	disconnected: { code: number; retryInMs: number };
	invited: Dialog & { mode: Mode; expiresAtMs: number };
	offered: Dialog & { heard: boolean };
	accepted: Dialog & { heard: boolean };
	declined: Dialog & { heard: boolean };
	active: Dialog;
	ended: Dialog & { by: "agent" | "visitor" | null };
	cancelled: Dialog;
	expired: Dialog;
	elsewhere: Dialog;
	unsupported: Dialog & { mode: string };
	failed: Dialog & { reason: "no-tag" | "unheard" | "no-answer" | "not-joined" };
	refused: Dialog & { why: "untrusted" | "too-early" | "covered" | "stale" };
	consent: Dialog & {
		time: string;
		mode: Mode;
		outcome: "accepted" | "declined" | "expired" | "cancelled";
		textVersion: string;
		locale: string;
	};
	conversation: {
		state: "opened" | "ended" | "refused";
		by: "agent" | "visitor" | "system" | null;
	};
	message: { from: "agent" | "visitor" | "system"; text: string; time: string };
	error: { code: ErrorCode; words: string; retryInMs?: number };
	stopped: Record<string, never>;
}

/** What `record()` tells, as JSON: the last 50 of these events, with their times. */
export interface VisitRecord {
	version: 1;
	entries: RecordEntry[];
}
export type RecordEntry = { time: string } & (
	| ({ event: "consent" } & Events["consent"])
	| ({ event: "ended" } & Events["ended"])
	| ({ event: "failed" } & Events["failed"])
	| ({ event: "active" | "cancelled" | "expired" | "elsewhere" } & Dialog)
);

/** The name of an event; `tagalong:` stands before it on `document`. */
export type EventName = keyof Events;

/** What `document` hears, by the names that `addEventListener` takes. */
export type DocumentEvents = {
	[Name in EventName as `tagalong:${Name}`]: CustomEvent<Events[Name]>;
};

export type InvitationState =
	| "invited"
	| "offered"
	| "accepted"
	| "active"
	| "ended"
	| "declined"
	| "expired"
	| "cancelled"
	| "failed"
	| "elsewhere";

export interface State {
	connection: "asleep" | "starting" | "connecting" | "connected" | "waiting" | "stopped";
	invitation: null | { dialogId: string; state: InvitationState; mode: Mode; expiresAtMs: number };
}

export type ConnectionState = State["connection"];
export type Invitation = NonNullable<State["invitation"]>;

/** What a page pushes: called once, with the API, before or after loading. */
export type PushedFunction = (tagalong: Tagalong) => unknown;

/** The banner, while there is something to say; `data-state` is what it says. */
export interface TagalongBanner extends HTMLElement {
	readonly shadowRoot: ShadowRoot;
}

/** One link of the chain from the script tag to what is shared. */
export interface Link {
	link: string;
	ok: boolean;
	/** True of the first link that does not hold, and of no other. */
	broken: boolean;
	/** What is, and where it is not well, what to do. */
	words: string;
}

/** What `explain()` knows how to look into. */
export type Symptom =
	| "it does not connect"
	| "the agent cannot invite"
	| "nothing shows"
	| "nothing is sent"
	| "sharing does not begin"
	| "it asks twice";

export interface Tagalong {
	readonly version: string;
	readonly state: State;
	push(...functions: PushedFunction[]): void;
	configure(settings: Settings): void;
	/** Resolves with `true` once connected, with `false` where it was refused: an `error` says why. */
	start(): Promise<boolean>;
	/** Closes, removes and forgets everything, but for the last decisions, kept for ten minutes. */
	stop(): Promise<void>;
	/** Returns a function that takes the listener off again. */
	on<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void): () => void;
	/** A frame of the page's own socket, for `transport: "host"`. */
	feed(text: string): void;
	/**
	 * For `ui: "none"`: the trusted click or key event by which a person answered. It counts half a
	 * second after `offered` (before, `refused` says `too-early`): take the question away on `accepted` or `declined`,
	 * not on the click.
	 */
	accept(event: Event | { nativeEvent: Event }, about?: About): void;
	decline(event: Event | { nativeEvent: Event }, about?: About): void;
	conversation: {
		open(options?: { skillId?: string }): Promise<void>;
		/** At most 8000 characters. */
		say(text: string): void;
		/** Asks the agent for an invitation, by a message in the visitor's language; once a minute at most. */
		askToShare(): void;
		close(): void;
	};
	diagnose(): Promise<{ check: string; ok: boolean; words: string }[]>;
	/** Walks the chain up to where the symptom is; without one, all of it. */
	explain(symptom?: Symptom): Promise<Link[]>;
	/** This visit's consents and ends, without names: the JSON text of a `VisitRecord`. */
	record(): string;
}

declare global {
	interface Window {
		/** Not there before the loader has run, where the page has queued nothing. */
		tagalong?: Tagalong | PushedFunction[];
	}
	interface DocumentEventMap extends DocumentEvents {}
	interface HTMLElementTagNameMap {
		"tagalong-banner": TagalongBanner;
	}
}
