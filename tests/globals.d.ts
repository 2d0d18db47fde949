/** What tests' scripts find on a page, or put there. */
/** What the gallery has, by name, state and so on: see `page/gallery`. */
// biome-ignore lint/suspicious/noExplicitAny: a row of JSON
declare const PICTURES: any[];

interface Window {
	recorder: object;
	mishaps: string[];
	// biome-ignore lint/suspicious/noExplicitAny: tests call it from Python
	stage: any;
	// biome-ignore lint/suspicious/noExplicitAny: the same
	bench: any;
}
