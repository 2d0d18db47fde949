/** The page in the frame: the real banner, shown as the configurator says. */
import { find } from "/agent/ask.js";
import { createBanner } from "/preview/banner.js";

/**
 * @typedef {import("../../page/border.js").BannerView} BannerView
 * @typedef {Omit<BannerView, "endsAtMs" | "sinceMs"> & {endsInMs?: number | null, sinceMs?: number | null}} Told
 */

/** @type {(action: import("../../page/border.js").Action) => void} */
let pressed = () => {};
const banner = createBanner((event) => {
	if (event.kind === "pressed") pressed(event.action);
});

Object.assign(window, {
	preview: {
		/**
		 * @param {Told | null} view whose times are told from now; null for none
		 * @param {string} css a theme's
		 * @param {"light" | "dark"} scheme
		 * @param {typeof pressed} whenPressed
		 */
		show: (view, css, scheme, whenPressed) => {
			pressed = whenPressed;
			find("#theme").textContent = css;
			document.documentElement.style.colorScheme = scheme;
			if (!view) return banner.show(null);
			const { endsInMs, sinceMs, ...rest } = view;
			banner.show({
				...rest,
				endsAtMs: endsInMs == null ? null : Date.now() + endsInMs,
				sinceMs: sinceMs == null ? null : Date.now() - sinceMs,
			});
		},
	},
});
dispatchEvent(new Event("previewready"));
