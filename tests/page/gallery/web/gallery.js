/** Shows the pictures that the filters leave; what is chosen stays in the address. */

const FILTERS = /** @type {const} */ (["state", "language", "theme", "scheme", "width"]);
/** @type {Record<string, string>} */
const FIRST = { language: "en", theme: "default", scheme: "light", width: "desktop" };
const form = /** @type {HTMLFormElement} */ (document.querySelector("#filters"));
const chosen = new URLSearchParams(location.hash.slice(1));

for (const name of FILTERS) {
	const label = document.createElement("label");
	const select = document.createElement("select");
	select.name = name;
	const values = new Set(PICTURES.map((picture) => picture[name]));
	for (const value of ["all", ...values]) select.append(new Option(value, value));
	const wanted = chosen.get(name) ?? FIRST[name];
	select.value = values.has(wanted) ? wanted : "all";
	label.append(name, select);
	form.append(label);
}
const check = Object.assign(document.createElement("input"), { type: "checkbox", name: "english" });
check.checked = chosen.has("english");
const label = document.createElement("label");
label.append(check, " only with words that are still English");
form.append(label);

const show = () => {
	const asked = new FormData(form);
	location.hash = new URLSearchParams([...asked].map(([name, value]) => [name, String(value)])).toString();
	const left = PICTURES.filter(
		(picture) =>
			FILTERS.every((name) => ["all", picture[name]].includes(String(asked.get(name)))) &&
			(picture.english || !asked.has("english")),
	);
	const count = /** @type {HTMLElement} */ (document.querySelector("#count"));
	count.textContent = `${left.length} of ${PICTURES.length} pictures`;
	document.querySelector("#pictures")?.replaceChildren(
		...left.map((picture) => {
			const figure = document.createElement("figure");
			const image = document.createElement("img");
			image.loading = "lazy";
			image.src = picture.file;
			image.alt = FILTERS.map((name) => picture[name]).join(", ");
			const caption = document.createElement("figcaption");
			caption.textContent = image.alt;
			caption.classList.toggle("english", picture.english);
			figure.append(image, caption);
			return figure;
		}),
	);
};
form.addEventListener("change", show);
show();
