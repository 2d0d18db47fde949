/**
 * A list that paints only the rows in view, so that ten thousand cost what
 * thirty do. Moved through by keyboard as a listbox is.
 */

const ROW_REM = 1.75;
const BEYOND = 8;
/** @type {Record<string, string>} */
const ARROWS = { in: "→", out: "←", "": "·" };

/**
 * @param {string} className
 * @param {string} text
 */
const cell = (className, text) =>
	Object.assign(document.createElement("span"), { className, textContent: text, title: text });

/** @param {number} timeMs */
const clockTime = (timeMs) => {
	const date = new Date(timeMs);
	const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
	const seconds = `${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, "0")}`;
	return `${two(date.getHours())}:${two(date.getMinutes())}:${seconds}`;
};

export class RowList {
	/**
	 * @param {HTMLElement} box the one that scrolls
	 * @param {HTMLElement} canvas
	 * @param {(record: any) => void} chosen
	 */
	constructor(box, canvas, chosen) {
		this.box = box;
		this.canvas = canvas;
		this.chosen = chosen;
		/** @type {any[]} */
		this.records = [];
		this.selected = -1;
		this.follow = true;
		this.planned = false;
		this.height = ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
		box.addEventListener("scroll", () => this.plan());
		new ResizeObserver(() => this.plan()).observe(box);
		box.addEventListener("keydown", (event) => this.key(event));
		canvas.addEventListener("click", (event) => {
			const row = /** @type {HTMLElement} */ (event.target).closest(".row");
			if (row) this.choose(Number(/** @type {HTMLElement} */ (row).dataset.index));
		});
	}

	/**
	 * Show these records; the chosen one stays chosen where it is still among them.
	 * @param {any[]} records
	 */
	show(records) {
		const seq = this.records[this.selected]?.seq;
		this.records = records;
		this.selected = seq === undefined ? -1 : records.findIndex((one) => one.seq === seq);
		this.plan();
	}

	plan() {
		if (this.planned) return;
		this.planned = true;
		requestAnimationFrame(() => {
			this.planned = false;
			this.paint();
		});
	}

	paint() {
		const { box, canvas, records, height } = this;
		canvas.style.height = `${records.length * height}px`;
		if (this.follow) box.scrollTop = box.scrollHeight;
		const first = Math.max(0, Math.floor(box.scrollTop / height) - BEYOND);
		const last = Math.min(records.length, Math.ceil((box.scrollTop + box.clientHeight) / height) + BEYOND);
		canvas.replaceChildren(
			...records.slice(first, last).map((record, offset) => this.row(record, first + offset)),
		);
		const active = this.selected >= first && this.selected < last;
		if (active) box.setAttribute("aria-activedescendant", `row-${records[this.selected].seq}`);
		else box.removeAttribute("aria-activedescendant");
	}

	/**
	 * @param {any} record
	 * @param {number} index
	 */
	row(record, index) {
		const row = document.createElement("div");
		row.className = "row";
		row.id = `row-${record.seq}`;
		row.dataset.index = String(index);
		row.dataset.kind = record.kind;
		row.style.top = `${index * this.height}px`;
		row.setAttribute("role", "option");
		row.setAttribute("aria-selected", String(index === this.selected));
		row.setAttribute("aria-posinset", String(index + 1));
		row.setAttribute("aria-setsize", String(this.records.length));
		const wrong = record.wrong.length > 0;
		if (wrong) row.dataset.wrong = "";
		const words = wrong ? `⚠ ${record.name}: ${record.wrong.join("; ")}` : record.name;
		row.append(
			cell("time", clockTime(record.timeMs)),
			cell("way", ARROWS[record.way]),
			cell("kind", record.kind),
			cell("name", words),
			cell("who", (record.who || record.page).slice(0, 8)),
		);
		return row;
	}

	/** @param {number} index */
	choose(index) {
		if (!this.records.length) return;
		this.selected = Math.min(Math.max(index, 0), this.records.length - 1);
		const top = this.selected * this.height;
		const { box } = this;
		if (top < box.scrollTop) box.scrollTop = top;
		else if (top + this.height > box.scrollTop + box.clientHeight)
			box.scrollTop = top + this.height - box.clientHeight;
		this.plan();
		this.chosen(this.records[this.selected]);
	}

	/** @param {KeyboardEvent} event */
	key(event) {
		const page = Math.max(1, Math.floor(this.box.clientHeight / this.height) - 1);
		/** @type {Record<string, number>} */
		const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
		if (event.key in moves) this.choose(this.selected + moves[event.key]);
		else if (event.key === "Home") this.choose(0);
		else if (event.key === "End") this.choose(this.records.length - 1);
		else return;
		event.preventDefault();
	}
}
