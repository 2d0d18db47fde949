/** The part of the window that is seen, of a zoomed phone or above its keyboard: where the banner sits. */
import { onWindow } from "./listen.js";

const NARROWEST = 280; // what the banner is made for, in CSS pixels, before it becomes smaller

/**
 * @param {number} inset CSS pixels between the banner and its usual gap from the edge
 * @returns {string} a rule that no page can override: the private names are the banner's own
 */
const rule = (inset) => {
	const {
		scale = 1,
		offsetLeft = 0,
		offsetTop = 0,
		width = window.innerWidth,
		height = window.innerHeight,
	} = window.visualViewport ?? {};
	// Some phones keep an offset of a keyboard that has gone: what is as high as the window is not moved.
	const whole = scale === 1 && height > window.innerHeight - 1;
	const narrow = CSS.supports("zoom", "1") ? Math.min(1, width / NARROWEST) : 1;
	const seat = whole
		? { left: "0px", top: "0px", right: "0px", bottom: "0px", width: "100vw", height: "100vh", zoom: narrow }
		: {
				left: `${offsetLeft}px`,
				top: `${offsetTop}px`,
				right: `${window.innerWidth - offsetLeft - width}px`,
				bottom: `${window.innerHeight - offsetTop - height}px`,
				width: `${width}px`,
				height: `${height}px`,
				zoom: narrow,
			};
	const values = Object.entries({ ...seat, inset: `${inset}px` }).map(
		([name, value]) => `--tagalong-private-${name}:${value}!important`,
	);
	return `:host{${values.join(";")}}`;
};

/**
 * Its own style sheet says so: a page cannot, and no attribute changes.
 *
 * @param {import("./guard.js").Guard} guarded
 */
export const createSeat = (guarded) => {
	const sheet = new CSSStyleSheet();
	let last = "";
	let inset = 0;
	/** Looks anew: some phones tell nothing when their keyboard goes. */
	const follow = () => {
		const now = rule(inset);
		if (now !== last) sheet.replaceSync(now);
		last = now;
	};
	const moved = guarded(follow);
	for (const name of ["resize", "scroll"]) window.visualViewport?.addEventListener(name, moved);
	const off = onWindow("resize", moved);
	follow();
	return {
		sheet,
		follow,
		/** @param {number} pixels */
		keepOff: (pixels) => {
			inset = pixels;
			follow();
		},
		stop: () => {
			off();
			for (const name of ["resize", "scroll"]) window.visualViewport?.removeEventListener(name, moved);
		},
	};
};
