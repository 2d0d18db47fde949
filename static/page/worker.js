/** Boots Python in a PyScript worker, and is the wire to it. Only text crosses. */
import { Trouble } from "./environment.js";

const PATIENCE_MS = 60_000;

/**
 * @param {string} src the loader's own address, which all others are relative to
 * @param {(text: string) => void} perform takes one effect; must not throw
 */
export const bootWorker = async (src, perform) => {
	/** @param {string} path */
	const at = (path) => new URL(path, src).href;
	const { interpreter, main, config, pyscript } = RUNTIME;
	const files = Object.entries(config.files);
	const guard = new AbortController();
	const mishap = new Promise((_, reject) => {
		document.addEventListener(
			"securitypolicyviolation",
			({ effectiveDirective, blockedURI, disposition }) => {
				if (disposition !== "enforce") return;
				if (effectiveDirective === "worker-src") reject(new Trouble("no-worker"));
				else if (blockedURI.startsWith(at("."))) reject(new Trouble("blocked-by-csp"));
			},
			{ signal: guard.signal },
		);
		const timer = setTimeout(() => reject(new Trouble("boot")), PATIENCE_MS);
		guard.signal.addEventListener("abort", () => clearTimeout(timer));
	});

	const boot = async () => {
		// A missing file would otherwise surface as an uncaught error of the page.
		const fetched = [main, ...files.map(([path]) => path)].map(async (path) => {
			const answer = await fetch(at(path));
			if (!answer.ok) throw new Trouble("boot");
		});
		const [{ PyWorker, hooks }] = await Promise.all([import(at(pyscript)), ...fetched]);
		// PyScript evaluates this hook with Function(), which strict pages forbid.
		hooks.worker.onBeforeRunAsync.clear();
		return PyWorker(at(main), {
			version: at(interpreter),
			async: true,
			config: { ...config, files: Object.fromEntries(files.map(([path, to]) => [at(path), to])) },
		});
	};

	const booting = boot();
	try {
		const worker = await Promise.race([booting, mishap]);
		worker.sync.perform = perform;
		return {
			/** @param {string} text */
			feed: (text) => {
				// A rejection would carry a traceback to the page's own handlers.
				Promise.resolve(worker.sync.feed(text)).catch(() => {});
			},
			terminate: () => worker.terminate(),
		};
	} catch (error) {
		// One that comes too late is not wanted any more.
		booting.then(
			(late) => late.terminate(),
			() => {},
		);
		// The policy's own report may come a moment after the failure that it caused.
		await Promise.race([mishap, new Promise((resolve) => setTimeout(resolve, 50))]);
		throw error;
	} finally {
		guard.abort();
	}
};
