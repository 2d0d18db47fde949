/** What the build puts in: see tools/bundle.mjs. */
declare const VERSION: string;
declare const PAGE: string;
declare const PAGE_INTEGRITY: string;
declare const RUNTIME: {
	interpreter: string;
	main: string;
	config: { files: Record<string, string>; [key: string]: unknown };
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
