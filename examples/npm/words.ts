/** What the pages with a question of their own say. Yours may say it otherwise, but has to say it all. */
import type { InvitationState, Mode } from "tagalong-cobrowse";

export const QUESTIONS: Record<Mode, string> = {
	view: "May our agent see this page, and scroll it?",
	follow: "May our agent see this page?",
	shared: "May our agent see this page, and click and type on it with you?",
};

export const STATES: Record<InvitationState, string> = {
	invited: "",
	offered: "",
	accepted: "One moment…",
	active: "Our agent sees this page.",
	ended: "Sharing has ended.",
	declined: "You said no.",
	expired: "The question has run out.",
	cancelled: "Our agent took the question back.",
	failed: "Sharing could not start.",
	elsewhere: "You answered elsewhere.",
};
