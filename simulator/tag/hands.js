/**
 * An agent's acts on the visitor's page. They are made by script, so the page's
 * events are not trusted ones: a press that must be a person's cannot be made here.
 */

export const PRIVATE = '.private, [type="password"], [autocomplete*="cc-"], [data-rr-is-password]';
/** @type {Record<string, string[]>} */
const BY_MODE = {
	view: ["scroll"],
	follow: [],
	shared: ["scroll", "point", "click", "text", "key"],
};
const FOCUSABLE =
	'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"]), [contenteditable]';
const POINTER_MS = 4000;

/** @param {Element | null} element */
export const isPrivate = (element) => element?.closest(PRIVATE) != null;

/**
 * @param {number} x
 * @param {number} y
 * @returns {Element | null} what is there, inside of open shadow roots too
 */
const at = (x, y) => {
	let found = document.elementFromPoint(x, y);
	for (let inner = found; inner; ) {
		found = inner;
		inner = inner.shadowRoot?.elementFromPoint(x, y) ?? null;
		if (inner === found) break;
	}
	return found;
};

/** @param {Element | null} element */
const isField = (element) =>
	(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) &&
	!element.readOnly &&
	!element.disabled;

/** Where the agent's last edit ended: a field that has not the focus need not keep it. */
let last = { field: /** @type {unknown} */ (null), value: "", caret: 0 };

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} text what takes the selection's place; empty: what stands before it goes
 */
const edit = (field, text) => {
	const inputType = text ? "insertText" : "deleteContentBackward";
	if (field.selectionStart === null) {
		field.value = text ? field.value + text : field.value.slice(0, -1); // of a kind without selection
	} else {
		const goesOn = last.field === field && last.value === field.value;
		const end = goesOn ? last.caret : (field.selectionEnd ?? 0);
		const from = goesOn ? end : field.selectionStart;
		const start = text || from < end ? from : Math.max(0, end - 1);
		field.setRangeText(text, start, end, "end");
		last = { field, value: field.value, caret: start + text.length };
	}
	field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, data: text, inputType }));
};

/**
 * @param {string} mode what the visitor agreed to
 * @param {ShadowRoot} root where the agent's pointer is drawn
 * @param {(why: string) => void} refuse
 */
export const createHands = (mode, root, refuse) => {
	const allowed = BY_MODE[mode] ?? [];
	const pointer = document.createElement("div");
	pointer.style.cssText =
		"position:absolute;top:0;left:0;padding:2px 8px;border-radius:0 10px 10px;background:#5a2ca0;color:#fff;" +
		"font:600 13px system-ui;transition:translate 60ms linear, opacity 300ms;opacity:0";
	root.append(pointer);
	let fading = 0;
	/**
	 * The agent's own focus: what they type goes there. The visitor's is never taken from them.
	 *
	 * @type {any}
	 */
	let held = null;
	/** @type {Element | null} */
	let edited = null;

	/** Tells the page that a field has its new value, as leaving it does. */
	const settle = () => {
		edited?.dispatchEvent(new Event("change", { bubbles: true }));
		edited = null;
	};

	/** @param {Element} element */
	const pointAt = (element) => {
		const { left, bottom } = element.getBoundingClientRect();
		acts.point({ x: left + 8, y: bottom - 8 });
	};

	const acts = {
		/** @param {{x: number, y: number}} place */
		point({ x, y }) {
			pointer.style.translate = `${x}px ${y}px`;
			pointer.style.opacity = "1";
			clearTimeout(fading);
			fading = setTimeout(() => {
				pointer.style.opacity = "0";
			}, POINTER_MS);
		},
		/** @param {{x: number, y: number, dx: number, dy: number}} place and how far */
		scroll({ x, y, dx, dy }) {
			let area = at(x, y);
			/** @param {Element} element */
			const canScroll = (element) =>
				element.scrollHeight > element.clientHeight &&
				/auto|scroll/.test(getComputedStyle(element).overflowY);
			while (area && !canScroll(area)) area = area.parentElement;
			(area ?? document.scrollingElement)?.scrollBy({ left: dx, top: dy, behavior: "instant" });
		},
		/** @param {{x: number, y: number}} place */
		click({ x, y }) {
			acts.point({ x, y });
			const target = at(x, y);
			if (!target) return;
			settle();
			last = { field: null, value: "", caret: 0 };
			const about = { bubbles: true, composed: true, cancelable: true, clientX: x, clientY: y };
			target.dispatchEvent(new PointerEvent("pointerdown", about));
			target.dispatchEvent(new MouseEvent("mousedown", about));
			const taker = target.closest(FOCUSABLE) ?? target.closest("label")?.control;
			held = taker ?? null;
			target.dispatchEvent(new PointerEvent("pointerup", about));
			target.dispatchEvent(new MouseEvent("mouseup", about));
			target.dispatchEvent(new MouseEvent("click", about));
		},
		/** @param {{text: string}} typed */
		text({ text }) {
			const field = held;
			if (!isField(field)) return;
			if (isPrivate(field)) return refuse("private");
			edit(field, text);
			edited = field;
		},
		/** @param {{key: string}} pressed */
		key({ key }) {
			const field = held;
			if (key.endsWith("Tab")) {
				settle();
				const all = [...document.querySelectorAll(FOCUSABLE)].filter((one) => one.checkVisibility());
				const step = key === "Tab" ? 1 : -1;
				held = all.at((all.indexOf(field) + step) % all.length) ?? null;
				held?.scrollIntoView({ block: "nearest" });
				if (held) pointAt(held);
				return;
			}
			if (!isField(field)) {
				if (key === "Enter") field?.click();
			} else if (isPrivate(field)) {
				refuse("private");
			} else if (key === "Backspace") {
				edit(field, "");
				edited = field;
			} else if (field instanceof HTMLTextAreaElement) {
				edit(field, "\n");
			} else {
				settle();
				field.form?.requestSubmit();
			}
		},
	};

	return {
		/** @param {string} name the agent's */
		named(name) {
			pointer.textContent = name;
		},
		/** @param {any} act as the agent's console has sent it */
		act(act) {
			if (allowed.includes(act.kind)) acts[/** @type {keyof typeof acts} */ (act.kind)](act);
		},
		withdraw() {
			settle();
			pointer.remove();
			clearTimeout(fading);
		},
	};
};
