/** The questions as a form: an answer is kept as soon as it is given. */
import { make } from "../elements.js";
import { ANSWERS, QUESTIONS } from "./questions.js";

/**
 * @param {ReturnType<typeof import("./record.js").createRecord>} record
 * @param {() => void} changed
 */
export const makeQuestions = (record, changed) =>
	QUESTIONS.map(({ id, asks, look: where, assumes }) => {
		const before = record.answers[id] ?? { answer: "open", note: "" };
		const answer = make("select", { id: `answer-${id}` });
		for (const [value, words] of Object.entries(ANSWERS)) {
			answer.append(make("option", { value, textContent: words, selected: value === before.answer }));
		}
		const note = make("input", {
			id: `note-${id}`,
			autocomplete: "off",
			maxLength: 1000,
			value: before.note,
		});
		const keep = () => {
			record.answer(id, { answer: answer.value, note: note.value });
			changed();
		};
		answer.addEventListener("change", keep);
		note.addEventListener("change", keep);
		return make(
			"li",
			{},
			make("h3", { textContent: asks }),
			make("p", { textContent: `Where to look: ${where}` }),
			make("p", { textContent: `Until then Tagalong assumes: ${assumes}` }),
			make(
				"p",
				{ className: "answer" },
				make("label", { htmlFor: answer.id, textContent: "Answer" }),
				answer,
				make("label", { htmlFor: note.id, textContent: "Note" }),
				note,
			),
		);
	});
