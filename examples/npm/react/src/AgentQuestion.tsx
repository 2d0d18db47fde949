/** The page's own question, drawn while it stands. */
import { settings } from "../../settings";
import { QUESTIONS, STATES } from "../../words";
import { useTagalong } from "./useTagalong";

const HEADLESS = { ...settings, ui: "none" } as const;

export const AgentQuestion = () => {
	const { tagalong, connected, invitation, accept, decline } = useTagalong(HEADLESS);
	return (
		<section>
			<button type="button" disabled={!tagalong} onClick={() => tagalong?.conversation.open()}>
				Chat
			</button>
			<p role="status">{invitation ? STATES[invitation.state] : connected ? "Connected" : "Hello"}</p>
			{invitation?.state === "offered" && (
				<form onSubmit={(event) => event.preventDefault()}>
					<p>{QUESTIONS[invitation.mode]}</p>
					<button type="button" onClick={accept}>
						Accept
					</button>
					<button type="button" onClick={decline}>
						Decline
					</button>
				</form>
			)}
		</section>
	);
};
