/** Why a file of ours did not arrive, in words that name it: the browser tells a script only that it failed. */

const LONGEST_MS = 5000;

/**
 * @param {string} address of a file
 * @returns {Promise<string>} a sentence
 */
export const causeOf = async (address) => {
	try {
		const { ok, status, headers } = await fetch(address, { signal: AbortSignal.timeout?.(LONGEST_MS) });
		if (!ok) return `${address} answers ${status}.`;
		const type = headers.get("Content-Type");
		// Where the browser is strict about it.
		const wanted = /\.wasm$/.test(address)
			? "application/wasm"
			: /\.m?js$/.test(address)
				? "text/javascript"
				: "";
		if (wanted && !type?.startsWith(wanted)) return `${address} comes as ${type}, not ${wanted}.`;
		return `${address} comes now, but did not, or may not run (its integrity, Integrity-Policy, an extension).`;
	} catch {
		return `${address} cannot be fetched: no network, something blocks it, or no Access-Control-Allow-Origin.`;
	}
};
