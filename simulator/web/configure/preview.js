/** The page in the frame: the real banner, shown as the configurator says. */
import { createBanner } from "/preview/banner.js";

/** @type {(action: string) => void} */
let pressed = () => {};
const banner = createBanner(({ kind, action }) => {
	if (kind === "pressed") pressed(action);
});

window.preview = {
	/**
	 * @param {any} view whose times are told from now; null for none
	 * @param {string} css a theme's
	 * @param {(action: string) => void} whenPressed
	 */
	show: (view, css, whenPressed) => {
		pressed = whenPressed;
		document.querySelector("#theme").textContent = css;
		if (!view) return banner.show(null);
		const { endsInMs, sinceMs, ...rest } = view;
		banner.show({
			...rest,
			endsAtMs: endsInMs == null ? null : Date.now() + endsInMs,
			sinceMs: sinceMs == null ? null : Date.now() - sinceMs,
		});
	},
};
dispatchEvent(new Event("previewready"));
