/** What scripts of the tests put on a page for a test to call. */
interface Window {
	bench: object;
	mishaps: unknown[];
	recorder: object;
	stage: object;
}

/** Every picture that was taken, written into `pictures.js` beside gallery.js: see page/gallery/__main__.py. */
declare const PICTURES: Picture[];

interface Picture {
	file: string;
	state: string;
	language: string;
	theme: string;
	scheme: string;
	width: string;
	english: boolean;
}
