/** The page in the frame: the real banner, shown as the configurator says. */
import { createBanner } from "/preview/banner.js";

/** @type {(action: string) => void} */
let pressed = () => {};
const banner = createBanner(({ kind, action }) => {
	if (kind === "pressed") pressed(action);
});

/** Rules that ask what the visitor prefers, with what they ask. */
const asking = new WeakMap();

/**
 * Answers for the visitor: the frame's own preference is the browser's, which no page can set.
 *
 * @param {"light" | "dark"} scheme
 */
const prefer = (scheme) => {
	const inside = document.querySelector("tagalong-banner")?.shadowRoot?.adoptedStyleSheets ?? [];
	for (const sheet of [...document.styleSheets, ...inside]) {
		for (const rule of sheet.cssRules) {
			if (!(rule instanceof CSSMediaRule)) continue;
			const asks = asking.get(rule) ?? /prefers-color-scheme: (\w+)/.exec(rule.conditionText)?.[1];
			if (!asks) continue;
			asking.set(rule, asks);
			rule.media.mediaText = asks === scheme ? "all" : "not all";
		}
	}
};

window.preview = {
	/**
	 * @param {any} view whose times are told from now; null for none
	 * @param {string} css a theme's
	 * @param {"light" | "dark"} scheme
	 * @param {(action: string) => void} whenPressed
	 */
	show: (view, css, scheme, whenPressed) => {
		pressed = whenPressed;
		document.querySelector("#theme").textContent = css;
		document.documentElement.style.colorScheme = scheme;
		if (!view) return banner.show(null);
		const { endsInMs, sinceMs, ...rest } = view;
		banner.show({
			...rest,
			endsAtMs: endsInMs == null ? null : Date.now() + endsInMs,
			sinceMs: sinceMs == null ? null : Date.now() - sinceMs,
		});
		prefer(scheme);
	},
};
dispatchEvent(new Event("previewready"));
