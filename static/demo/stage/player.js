/** Plays a story by itself, step by step, until it is paused or somebody touches the stage. */
import { Interrupted, Stuck } from "./stuck.js";

const FIRST_MS = 2000; // to see the caption before anything moves
const WORD_MS = 400; // to read one
const LEAST_MS = 1500;
const LOOK_MS = 50;
const PATIENCE_MS = 30_000; // never quickened
const TOUCHED = "Paused: your turn. What you do counts; “Play” goes on from there.";

/**
 * @typedef {import("./script.js").Step} Step
 * @typedef {"idle" | "playing" | "waiting" | "paused" | "over"} State
 * @typedef {object} Story what is played, as the stage has it
 * @property {(shown: Set<number>) => number} next the first step that is not done, or that
 *   happens by itself and was not shown; -1 where there is none
 * @property {(place: number) => Step} go shows a step
 * @property {(place: number) => boolean} isDone
 * @property {(step: Step, rest: (ms: number) => Promise<void>) => Promise<void>} perform
 */

export class Player {
	/**
	 * @param {Story} story
	 * @param {number} pace how many times as quick as people are
	 * @param {() => void} changed
	 */
	constructor(story, pace, changed) {
		this.story = story;
		this.pace = pace;
		this.changed = changed;
		/** @type {State} */
		this.state = "idle";
		this.words = "";
		/** @type {[State, string]} what a pause interrupted */
		this.before = ["playing", ""];
		// The hands of an earlier run let go, wherever they are.
		this.run = 0;
		this.isLoose = true;
		/** @type {Set<number>} */
		this.shown = new Set();
	}

	get isMoving() {
		return this.state === "playing" || this.state === "waiting";
	}

	/**
	 * @param {State} state
	 * @param {string} [words]
	 */
	become(state, words = "") {
		this.state = state;
		this.words = words;
		this.changed();
	}

	/** Begins, or goes on: in the middle of a step where nobody has touched anything meanwhile. */
	play() {
		if (this.isMoving) return;
		if (this.state === "paused" && !this.isLoose) return this.become(...this.before);
		this.run += 1;
		this.isLoose = false;
		this.become("playing");
		void this.perform(this.run);
	}

	/** Stands still until `play`. */
	pause() {
		if (!this.isMoving) return;
		this.before = [this.state, this.words];
		this.become("paused", "Paused.");
	}

	/** Somebody acts on a page by hand: the story stands back, unless it waits for just that. */
	touch() {
		if (this.state === "waiting") return;
		if (this.state === "playing") this.become("paused", TOUCHED);
		this.isLoose = true;
		this.run += 1;
	}

	stop() {
		this.run += 1;
		this.isLoose = true;
		this.shown.clear();
		this.become("idle");
	}

	/**
	 * Waits as long as a person at this pace would; while paused, longer.
	 * @param {number} ms
	 * @param {number} mine the run that asks
	 */
	async rest(ms, mine) {
		const until = performance.now() + ms / this.pace;
		for (;;) {
			if (mine !== this.run) throw new Interrupted();
			const left = until - performance.now();
			if (left <= 0 && this.state !== "paused") return;
			await new Promise((resolve) => setTimeout(resolve, Math.min(Math.max(left, 0), LOOK_MS)));
		}
	}

	/** @param {number} mine */
	async perform(mine) {
		try {
			for (;;) {
				const place = this.story.next(this.shown);
				if (place < 0) break;
				await this.playStep(place, mine);
			}
			this.become("over", "The end. “Play” begins again.");
		} catch (error) {
			if (error instanceof Interrupted) return;
			this.isLoose = true;
			this.run += 1;
			if (!(error instanceof Stuck)) {
				this.become("paused", "Paused: something went wrong. “Play” tries the step again.");
				throw error;
			}
			this.become("paused", error.message);
		}
	}

	/**
	 * @param {number} place
	 * @param {number} mine
	 */
	async playStep(place, mine) {
		const step = this.story.go(place);
		this.shown.add(place);
		const since = performance.now();
		if (step.byHand) this.become("waiting", step.byHand);
		await this.rest(FIRST_MS, mine);
		await this.story.perform(step, (ms) => this.rest(ms, mine));
		const performed = performance.now();
		while (!this.story.isDone(place)) {
			await this.rest(LOOK_MS, mine);
			if (performance.now() - performed > PATIENCE_MS)
				throw new Stuck("Paused: this has not happened. Do it by hand, or let “Play” try again.");
		}
		if (this.state === "waiting") this.become("playing");
		const reading = `${step.plays} ${step.say}`.split(" ").length * WORD_MS;
		const spent = (performance.now() - since) * this.pace;
		await this.rest(Math.max(LEAST_MS, reading - spent), mine);
	}
}
