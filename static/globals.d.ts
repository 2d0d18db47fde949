/** What the build puts in: see tools/bundle.mjs. */
declare const VERSION: string;
declare const PAGE: string;
declare const RUNTIME: {
	interpreter: string;
	main: string;
	pyscript: string;
	config: { files: Record<string, string>; [key: string]: unknown };
};

declare module "*.css" {
	const text: string;
	export default text;
}
