/** Written by tools/border.py from app/core/page: `make build` writes it anew. */

export type JsonValue =
	| string
	| number
	| boolean
	| null
	| JsonValue[]
	| { [key: string]: JsonValue };

export type Action = "accept" | "decline" | "again" | "ask" | "hide" | "close";

export type ConnectionState = "asleep" | "connecting" | "connected" | "waiting" | "stopped";

export type EventName = "ready" | "connected" | "disconnected" | "invited" | "offered" | "accepted" | "declined" | "active" | "ended" | "cancelled" | "expired" | "elsewhere" | "unsupported" | "failed" | "refused" | "consent" | "conversation" | "message" | "error" | "stopped";

export type InvitationState = "invited" | "offered" | "accepted" | "active" | "ended" | "declined" | "expired" | "cancelled" | "failed" | "elsewhere";

export type Mode = "view" | "follow" | "shared";

export type Outcome = "accepted" | "declined";

export type Supplier = "getToken" | "getBrandToken";

/** The page became visible, was restored, or is online again: reconnect now. */
export interface CameBack {
	kind: "cameBack";
	token?: string | null;
}

/** The page called `configure` after the start: what it is given now, as in `Started`. */
export interface Configured {
	kind: "configured";
	attributes?: Record<string, JsonValue>;
	configured?: Record<string, JsonValue>;
	site?: string | null;
	pageUrl?: string;
}

/** The page called `conversation.close`. */
export interface ConversationClosed {
	kind: "conversationClosed";
}

/** The page called `conversation.open`; the ids are those of the tag, empty where unknown. */
export interface ConversationOpened {
	kind: "conversationOpened";
	skillId?: string | null;
	ssid?: string;
	svid?: string;
	scid?: string;
}

/** The profile's decision on a dialog; `won` is false where another tab was first. */
export interface Decided {
	kind: "decided";
	dialogId: string;
	outcome: Outcome;
	won: boolean;
}

/** Another tab of this browser profile has answered: its decisions, by dialog. */
export interface DecidedElsewhere {
	kind: "decidedElsewhere";
	decisions?: Record<string, Outcome>;
}

/** The page handed us a frame of its own socket (`transport: host`). */
export interface FrameFed {
	kind: "frameFed";
	text: string;
}

/** The page asked how things stand, for `diagnose()`. */
export interface HealthAsked {
	kind: "healthAsked";
}

/** The visitor has come to a link that `leaves` what is shared, or is at none now. */
export interface LinkAimed {
	kind: "linkAimed";
	leaves: boolean;
	focused: boolean;
}

/** The page called `conversation.say`. */
export interface MessageSaid {
	kind: "messageSaid";
	text: string;
}

/** What the visitor could see of one part of a question. */
export interface PartSeen {
	inSight: boolean;
	scrolledAway: boolean;
	width: number;
	height: number;
	contrast: number;
	textPx: number;
	density: number;
	ownWords: boolean;
	inked: boolean;
}

/** A button of the banner was pressed, or the page called `accept` or `decline`. */
export interface Pressed {
	kind: "pressed";
	dialogId: string;
	action: Action;
	trusted: boolean;
	visibleMs: number;
	seen?: Seen | null;
	aimed?: boolean;
	ageMs?: number;
	byPage?: boolean;
	textVersion?: string;
}

/** `lpTag.events.publish` was called; `heard` is false where nobody listened. */
export interface Published {
	kind: "published";
	dialogId: string;
	name: string;
	heard: boolean;
}

/** What the visitor could see of a question: its parts, and the banner's size. */
export interface Seen {
	heading: PartSeen;
	body: PartSeen;
	accept: PartSeen;
	decline: PartSeen;
	width: number;
	height: number;
	share: number;
}

/** The page called `conversation.askToShare`: the visitor wishes to be invited. */
export interface ShareAsked {
	kind: "shareAsked";
}

/** The page asked for Tagalong: its settings, and what Python cannot see of it. */
export interface Started {
	kind: "started";
	attributes?: Record<string, JsonValue>;
	configured?: Record<string, JsonValue>;
	site?: string | null;
	pageUrl?: string;
	languages?: string[];
	userAgent?: string;
	timeZone?: string;
	token?: string | null;
	ssid?: string;
	svid?: string;
	opened?: boolean;
	decisions?: Record<string, Outcome>;
	owed?: string;
	offered?: Record<string, Record<string, string>>;
	untold?: Record<string, boolean>;
}

/** LivePerson's tag as it is now; fields are empty where the tag does not know yet. */
export interface TagObserved {
	kind: "tagObserved";
	canPublish?: boolean;
	ssid?: string;
	svid?: string;
	scid?: string;
	conversations?: string[];
}

/** The page's supplier of tokens answered; `token` is None where it gave none. */
export interface TokenSupplied {
	kind: "tokenSupplied";
	token?: string | null;
	failed?: boolean;
	gave?: "unset" | "no function" | "nothing" | "an object" | "something else" | "an error";
}

/** The page was left; it may come back from the back/forward cache. */
export interface WentAway {
	kind: "wentAway";
}

/** The browser says that there is no network; `CameBack` says that there is one again. */
export interface WentOffline {
	kind: "wentOffline";
}

export type PageEvent =
	| CameBack
	| Configured
	| ConversationClosed
	| ConversationOpened
	| Decided
	| DecidedElsewhere
	| FrameFed
	| HealthAsked
	| LinkAimed
	| MessageSaid
	| Pressed
	| Published
	| ShareAsked
	| Started
	| TagObserved
	| TokenSupplied
	| WentAway
	| WentOffline;

/** Call the page's `supplier` and answer `TokenSupplied`. */
export interface AskToken {
	kind: "askToken";
	supplier: Supplier;
}

/** All that the banner shows, ready to paint; plain text throughout. */
export interface BannerView {
	dialogId: string;
	state: string;
	locale: string;
	direction: string;
	position: string;
	scheme: string;
	key: string;
	label: string;
	heading: string;
	body: string[];
	buttons: ButtonView[];
	pill: string;
	minimise: string;
	endsIn: string;
	endsAtMs: number | null;
	sinceMs: number | null;
	folded: boolean;
	notice: string;
}

/** A button of the banner: the action it reports, and its words. */
export interface ButtonView {
	action: Action;
	label: string;
}

/** One thing that `diagnose()` tells of, in words for a developer. */
export interface Check {
	check: string;
	ok: boolean;
	words: string;
}

/** Take the profile's one decision on a dialog and answer `Decided`. */
export interface Decide {
	kind: "decide";
	dialogId: string;
	outcome: Outcome;
}

/** What `tagalong.state` says of an invitation. */
export interface InvitationView {
	dialogId: string;
	state: InvitationState;
	mode: Mode;
	expiresAtMs: number;
}

/** Call `lpTag.events.publish("lpCoBrowse", name, data)` and answer `Published`. */
export interface Publish {
	kind: "publish";
	dialogId: string;
	name: string;
	data: Record<string, string>;
}

/** Keep a value for the visit's next page (`sessionStorage`); None forgets it. */
export interface Remember {
	kind: "remember";
	what: "token" | "ssid" | "svid" | "opened" | "owed";
	value: string | null;
}

/** Dispatch the CustomEvent `tagalong:NAME` on the page's document. */
export interface Report {
	kind: "report";
	name: EventName;
	detail: Record<string, JsonValue>;
}

/** Make `tagalong.state` say so. */
export interface ReportState {
	kind: "reportState";
	connection: ConnectionState;
	invitation: InvitationView | null;
}

/** Paint the banner so; None takes it away. */
export interface ShowBanner {
	kind: "showBanner";
	banner: BannerView | null;
}

/** Say a sentence once through the banner's live region; `{time}` becomes `seconds`. */
export interface Speak {
	kind: "speak";
	template: string;
	seconds: number | null;
}

/** Answer `diagnose()`. */
export interface TellHealth {
	kind: "tellHealth";
	checks: Check[];
}

/** Tell by `LinkAimed` of links that lead out of what is shared, until told otherwise. */
export interface WatchLinks {
	kind: "watchLinks";
	watching: boolean;
}

/** Observe LivePerson's tag now and at each change, until told otherwise. */
export interface WatchTag {
	kind: "watchTag";
	watching: boolean;
}

export type PageEffect =
	| AskToken
	| Decide
	| Publish
	| Remember
	| Report
	| ReportState
	| ShowBanner
	| Speak
	| TellHealth
	| WatchLinks
	| WatchTag;
