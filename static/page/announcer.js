/** What is spoken: whole sentences, once each, through one live region that outlives every repaint. */

// A live region speaks what comes into it later, not what it is born with.
const BREATH_MS = 100;
// What has been there for so long was spoken; in a place that is new it would be spoken again.
const SPOKEN_MS = 1000;

/**
 * @param {HTMLElement} live
 * @param {import("./guard.js").Guard} guarded
 */
export const createAnnouncer = (live, guarded) => {
	let text = "";
	let saidAt = Number.NEGATIVE_INFINITY;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	let timer;

	const say = () => {
		clearTimeout(timer);
		timer = setTimeout(
			guarded(() => {
				timer = undefined;
				saidAt = performance.now();
				live.textContent = text;
			}),
			BREATH_MS,
		);
	};
	return {
		/** @param {string} words */
		speak: (words) => {
			text = words;
			// The same again is none but where it comes anew.
			if (live.textContent === words) live.replaceChildren();
			say();
		},
		/** The region arrives in another place. */
		moved: () => {
			const unheard = timer !== undefined || performance.now() - saidAt < SPOKEN_MS;
			live.replaceChildren();
			if (unheard && text) say();
		},
		stop: () => clearTimeout(timer),
	};
};
