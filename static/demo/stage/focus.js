/** The pages focus fields of theirs as they are pressed; who stands at “Pause” keeps the focus. */

const OWN_MS = 500;

/** @param {() => boolean} isPlaying whether the stage's own hands are at work */
export const keepFocus = (isPlaying) => {
	/** @type {any} */
	let held = null;
	let actedAt = 0;
	const act = () => {
		actedAt = performance.now();
	};

	document.addEventListener("focusin", ({ target }) => {
		held = target;
	});
	// Who tabs or presses into a frame means to go there.
	document.addEventListener("keydown", ({ key }) => key === "Tab" && act());
	document.addEventListener("pointerdown", act);
	addEventListener("blur", () => {
		setTimeout(() => {
			const isAway = document.activeElement instanceof HTMLIFrameElement;
			const isOwn = performance.now() - actedAt < OWN_MS;
			if (isAway && !isOwn && isPlaying()) held?.focus({ preventScroll: true });
		});
	});
};
