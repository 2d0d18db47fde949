/** What is used of PyScript's `polyscript/xworker`, which comes without types. */
export interface PythonWorker extends Worker {
	/** Functions of the other side, and what is assigned here for it. */
	sync: {
		feed: (...texts: string[]) => Promise<void>;
		perform: (text: string) => void;
	};
	/** Resolves once the script has run. */
	ready: Promise<PythonWorker>;
	// biome-ignore lint/suspicious/noExplicitAny: an event of PyScript's own, with the worker's error
	onerror: (event: any) => void;
}

/**
 * @param code the script's text: the build lets no address be fetched here
 * @param options `before` is what the worker's own text begins with
 */
export function XWorker(
	code: string,
	options: { type: "pyodide"; version: string; async: boolean; config: object; before: BlobPart[] },
): PythonWorker;
