/** Records what goes wrong on a page, where the engine does not tell of it. */
window.mishaps = (() => {
	/** @type {string[]} */
	const found = [];
	/** @param {any} element */
	const notLoaded = (element) => `not loaded: ${element.src ?? element.href}`;
	// Capturing: an element's own error does not bubble.
	addEventListener("error", ({ message, target }) => found.push(message ?? notLoaded(target)), true);
	addEventListener("unhandledrejection", ({ reason }) => found.push(`unhandled rejection: ${reason}`));
	addEventListener("securitypolicyviolation", ({ blockedURI }) => found.push(`blocked: ${blockedURI}`));
	console.error = new Proxy(console.error, {
		apply: (tell, self, words) => {
			found.push(`console: ${words.join(" ")}`);
			return Reflect.apply(tell, self, words);
		},
	});
	return found;
})();
