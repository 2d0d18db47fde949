/** Tagalong as a hook: how things stand, and the visitor's answer. */

import type { SyntheticEvent } from "react";
import { useEffect, useState } from "react";
import type { Invitation, InvitationState, LoadSettings, Tagalong } from "tagalong-cobrowse";
import { loadTagalong } from "tagalong-cobrowse";

const STATES: InvitationState[] = [
	"offered",
	"accepted",
	"active",
	"ended",
	"declined",
	"expired",
	"cancelled",
	"failed",
	"elsewhere",
];

export interface TagalongHook {
	/** Null until it has loaded; for good where it does not. */
	tagalong: Tagalong | null;
	connected: boolean;
	/** The latest invitation. With `ui: "none"` the question stands while its state is "offered". */
	invitation: Invitation | null;
	/** Hand over the event of the visitor's own click: React's is taken as it is. */
	accept(event: SyntheticEvent): void;
	decline(event: SyntheticEvent): void;
}

/** `settings` are those of the first component that asks: keep them outside of components. */
export const useTagalong = (settings: LoadSettings): TagalongHook => {
	const [tagalong, setTagalong] = useState<Tagalong | null>(null);
	const [connected, setConnected] = useState(false);
	const [invitation, setInvitation] = useState<Invitation | null>(null);

	useEffect(() => {
		// StrictMode mounts twice, and a page may have several components: there is one tag all the same.
		let mounted = true;
		const offs: (() => void)[] = [];
		const watch = (loaded: Tagalong) => {
			if (!mounted) return;
			setTagalong(loaded);
			setConnected(loaded.state.connection === "connected");
			setInvitation(loaded.state.invitation);
			offs.push(
				loaded.on("connected", () => setConnected(true)),
				loaded.on("disconnected", () => setConnected(false)),
				loaded.on("stopped", () => setConnected(false)),
				loaded.on("invited", (detail) => setInvitation({ ...detail, state: "invited" })),
				...STATES.map((state) =>
					loaded.on(state, ({ dialogId }) => {
						// Mounted after it had arrived.
						const missed = loaded.state.invitation;
						setInvitation((now) => (now?.dialogId === dialogId ? { ...now, state } : missed));
					}),
				),
			);
		};
		loadTagalong(settings).then(watch, (error) => console.info(error));
		return () => {
			mounted = false;
			for (const off of offs) off();
		};
	}, [settings]);

	const about = { dialogId: invitation?.dialogId };
	return {
		tagalong,
		connected,
		invitation,
		accept: (event) => tagalong?.accept(event, about),
		decline: (event) => tagalong?.decline(event, about),
	};
};
