/** The page half's banner alone: what Python would say is said by a test. */
import { createBanner } from "../../../static/page/banner.js";

/**
 * @typedef {import("../../../static/page/border.js").BannerView} BannerView
 * @typedef {Omit<BannerView, "endsAtMs" | "sinceMs"> & {endsInMs?: number | null, sinceMs?: number | null}} Told times
 *   are told from now
 */

/** @type {import("../../../static/page/border.js").PageEvent[]} */
const events = [];
const banner = createBanner((event) => events.push(event));
/** @type {BannerView | null} */
let shown = null;

const root = () => document.querySelector("tagalong-banner")?.shadowRoot;

/** @param {Told} view */
const fromNow = ({ endsInMs, sinceMs, ...rest }) => ({
	...rest,
	endsAtMs: endsInMs == null ? null : Date.now() + endsInMs,
	sinceMs: sinceMs == null ? null : Date.now() - sinceMs,
});

/** @param {Told | null} view */
const arrive = (view) => {
	shown = view && fromNow(view);
	banner.show(shown);
};

window.stage = {
	events,
	arrive,
	/** @param {Told | null} view */
	show: (view) => {
		arrive(view);
		// `getAnimations` of an element: a shadow root's misses those that are not painted yet.
		for (const motion of root()?.querySelector(".banner")?.getAnimations() ?? []) motion.finish();
	},
	/** @param {string} notice another one for the same view */
	again: (notice) => shown && banner.show({ ...shown, notice }),
	speak: banner.speak,
};
