/** What the build puts in: see tools/bundle.mjs. */
declare const VERSION: string;
declare const PAGE: string;
declare const PAGE_INTEGRITY: string;
declare const RUNTIME: {
	main: string;
	/** What PyScript's worker is told. */
	config: Record<string, unknown>;
	/** Where Python finds what it starts from. */
	start: import("./worker/start.js").Start;
	/** Where the interpreter is as one script. */
	whole: string;
	/** The integrity of that, and of each file that the worker fetches, by its path. */
	pins: Record<string, string>;
};

declare module "*.css" {
	const text: string;
	export default text;
}

/** LivePerson's tag: what a page has of it is looked at before it is used. */
interface Window {
	// biome-ignore lint/suspicious/noExplicitAny: somebody else's object
	lpTag: any;
}
