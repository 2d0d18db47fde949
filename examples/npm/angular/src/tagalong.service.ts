/** Tagalong outside of Angular's zone: what it does by itself runs no change detection. */
import { Injectable, inject, NgZone, type OnDestroy, signal } from "@angular/core";
import type { Invitation, InvitationState, Tagalong } from "tagalong-cobrowse";
import { loadTagalong } from "tagalong-cobrowse";
import { settings } from "../../settings";

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

@Injectable({ providedIn: "root" })
export class TagalongService implements OnDestroy {
	readonly tagalong = signal<Tagalong | null>(null);
	readonly connected = signal(false);
	readonly invitation = signal<Invitation | null>(null);
	private readonly zone = inject(NgZone);
	private readonly offs: (() => void)[] = [];

	constructor() {
		this.zone.runOutsideAngular(() => this.load());
	}

	/** Python and its timers begin where this is called: outside of the zone, whoever asks. */
	open(): void {
		this.zone.runOutsideAngular(() => this.tagalong()?.conversation.open());
	}

	accept(event: Event): void {
		this.zone.runOutsideAngular(() => this.tagalong()?.accept(event, this.about()));
	}

	decline(event: Event): void {
		this.zone.runOutsideAngular(() => this.tagalong()?.decline(event, this.about()));
	}

	ngOnDestroy(): void {
		for (const off of this.offs) off();
	}

	private async load(): Promise<void> {
		try {
			const tagalong = await loadTagalong({ ...settings, ui: "none" });
			this.watch(tagalong);
			this.zone.run(() => this.tagalong.set(tagalong));
		} catch (error) {
			console.info(error);
		}
	}

	private watch(tagalong: Tagalong): void {
		const set = (change: () => void) => this.zone.run(change);
		this.offs.push(
			tagalong.on("connected", () => set(() => this.connected.set(true))),
			tagalong.on("disconnected", () => set(() => this.connected.set(false))),
			tagalong.on("invited", (detail) => set(() => this.invitation.set({ ...detail, state: "invited" }))),
			...STATES.map((state) =>
				tagalong.on(state, ({ dialogId }) =>
					set(() =>
						this.invitation.update((now) =>
							now?.dialogId === dialogId ? { ...now, state } : tagalong.state.invitation,
						),
					),
				),
			),
		);
	}

	private about(): { dialogId?: string } {
		return { dialogId: this.invitation()?.dialogId };
	}
}
