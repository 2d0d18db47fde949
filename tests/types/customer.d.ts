/** What the documents' snippets take for granted of a customer's page. */
declare const shop: {
	livePersonToken(): Promise<string>;
	idToken(): Promise<string>;
	hasConversation(): boolean;
	socket: WebSocket;
	onSignOut: () => void;
};
declare const analytics: { track(name: string, about: unknown): void };
declare const chat: {
	show(from: string, text: string): void;
	onOpen: () => void;
	onSend: (text: string) => void;
	onEnd: () => void;
};
interface Window {
	dataLayer: unknown[];
	adobeDataLayer: unknown[];
}
