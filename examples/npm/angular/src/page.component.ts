import { Component, type DoCheck, inject } from "@angular/core";
import { QUESTIONS, STATES } from "../../words";
import { TagalongService } from "./tagalong.service";

@Component({
	selector: "shop-page",
	template: `
		<button type="button" [disabled]="!service.tagalong()" (click)="service.open()">Chat</button>
		<p role="status">{{ status() }}</p>
		@if (service.invitation(); as invitation) {
			@if (invitation.state === "offered") {
				<div>
					<p>{{ questions[invitation.mode] }}</p>
					<button type="button" (click)="service.accept($event)">Accept</button>
					<button type="button" (click)="service.decline($event)">Decline</button>
				</div>
			}
		}
	`,
})
export class PageComponent implements DoCheck {
	readonly service = inject(TagalongService);
	readonly questions = QUESTIONS;

	status(): string {
		const invitation = this.service.invitation();
		if (invitation) return STATES[invitation.state];
		return this.service.connected() ? "Connected" : "Hello";
	}

	/** Counted for whoever wants to see that Tagalong leaves Angular at rest. */
	ngDoCheck(): void {
		const { dataset } = document.documentElement;
		dataset.checks = String(Number(dataset.checks ?? 0) + 1);
	}
}
