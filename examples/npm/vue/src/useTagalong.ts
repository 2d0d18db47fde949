/** Tagalong as a composable: how things stand, and the visitor's answer. */
import type { Invitation, InvitationState, LoadSettings, Tagalong } from "tagalong-cobrowse";
import { loadTagalong } from "tagalong-cobrowse";
import { onMounted, onUnmounted, ref, shallowRef } from "vue";

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

export const useTagalong = (settings: LoadSettings) => {
	// Shallow: Vue would wrap the API itself in a proxy.
	const tagalong = shallowRef<Tagalong>();
	const connected = ref(false);
	const invitation = ref<Invitation | null>(null);
	const offs: (() => void)[] = [];
	let mounted = true;

	// Not in setup(): that runs on a server too, where there is no page.
	onMounted(async () => {
		try {
			const loaded = await loadTagalong(settings);
			if (!mounted) return;
			tagalong.value = loaded;
			connected.value = loaded.state.connection === "connected";
			invitation.value = loaded.state.invitation;
			offs.push(
				loaded.on("connected", () => {
					connected.value = true;
				}),
				loaded.on("disconnected", () => {
					connected.value = false;
				}),
				loaded.on("invited", (detail) => {
					invitation.value = { ...detail, state: "invited" };
				}),
				...STATES.map((state) =>
					loaded.on(state, ({ dialogId }) => {
						if (invitation.value?.dialogId === dialogId) invitation.value.state = state;
						else invitation.value = loaded.state.invitation; // mounted after it had arrived
					}),
				),
			);
		} catch (error) {
			console.info(error);
		}
	});
	onUnmounted(() => {
		mounted = false;
		for (const off of offs) off();
	});

	const about = () => ({ dialogId: invitation.value?.dialogId });
	return {
		tagalong,
		connected,
		invitation,
		accept: (event: Event) => tagalong.value?.accept(event, about()),
		decline: (event: Event) => tagalong.value?.decline(event, about()),
	};
};
