/** The page half's banner alone: what Python would say is said by a test. */
import { createBanner } from "../../../static/page/banner.js";

/** @typedef {import("../../../static/page/border.js").BannerView} View */

/** @type {object[]} */
const events = [];
const banner = createBanner((event) => events.push(event));
/** @type {View | null} */
let shown = null;

const root = () => document.querySelector("tagalong-banner")?.shadowRoot;

const stage = {
	events,
	/** @param {any} view whose times are told from now */
	arrive: (view) => {
		const { endsInMs, sinceMs, ...rest } = view ?? {};
		shown = view && {
			...rest,
			endsAtMs: endsInMs == null ? null : Date.now() + endsInMs,
			sinceMs: sinceMs == null ? null : Date.now() - sinceMs,
		};
		banner.show(shown);
	},
	/** @param {any} view */
	show: (view) => {
		stage.arrive(view);
		// `getAnimations` of an element: a shadow root's misses those that are not painted yet.
		for (const motion of root()?.querySelector(".banner")?.getAnimations() ?? []) motion.finish();
	},
	/** @param {string} notice another, of the same view */
	again: (notice) => shown && banner.show({ ...shown, notice }),
	speak: banner.speak,
};
window.stage = stage;
