/** The shop itself: paints each page's plants and the basket. It knows nothing of chat or Tagalong. */
import { add, empty, inBasket, lines, plantsCents, put } from "./basket.js";
import { delivery, find, PLANTS, price } from "./catalogue.js";
import { make } from "./elements.js";

/** @param {string} selector */
const one = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** @param {string} words */
const say = (words) => {
	one(".said").textContent = words;
};

/** @param {import("./catalogue.js").Plant} plant */
const address = (plant) => `/static/demo/product.html?plant=${plant.id}`;

/**
 * @param {import("./catalogue.js").Plant} plant
 * @param {() => number} count
 */
const addButton = (plant, count) =>
	make("button", {
		type: "button",
		className: "button",
		textContent: "Add to basket",
		ariaLabel: `Add to basket: ${plant.name}`,
		onclick: () => {
			add(plant.id, count());
			say(`${plant.name} is in your basket: ${inBasket()} in all.`);
		},
	});

/** @param {import("./catalogue.js").Plant} plant */
const picture = (plant) =>
	make("img", { src: `/static/demo/${plant.picture}`, alt: "", width: 240, height: 180 });

/** @param {import("./catalogue.js").Plant[]} plants */
const paintPlants = (plants) => {
	const cards = plants.map((plant) =>
		make(
			"li",
			{},
			make(
				"a",
				{ href: address(plant) },
				picture(plant),
				make("h3", { textContent: plant.name }),
				make("p", { textContent: plant.light }),
			),
			make(
				"div",
				{ className: "buy" },
				make("p", { className: "price", textContent: price(plant.cents) }),
				addButton(plant, () => 1),
			),
		),
	);
	one(".plants").replaceChildren(...cards);
};

const paintProduct = () => {
	const plant = find(new URLSearchParams(location.search).get("plant")) ?? PLANTS[0];
	document.title = `${plant.name} · Fern & Field`;
	const count = make("input", { type: "number", min: "1", max: "20", value: "1" });
	/** @type {[string, string][]} */
	const facts = [
		["Light", plant.light],
		["Water", plant.water],
		["Size", plant.size],
	];
	one(".product").replaceChildren(
		picture(plant),
		make(
			"div",
			{},
			make(
				"p",
				{ className: "path" },
				make("a", { href: "/#plants", textContent: "Plants" }),
				" / ",
				plant.name,
			),
			make("h1", { textContent: plant.name }),
			make("p", { className: "price", textContent: price(plant.cents) }),
			make("p", { textContent: plant.words }),
			make(
				"dl",
				{},
				...facts.flatMap(([name, words]) => [
					make("dt", { textContent: name }),
					make("dd", { textContent: words }),
				]),
			),
			make(
				"div",
				{ className: "buy" },
				make("label", {}, "How many ", count),
				addButton(plant, () => Math.max(1, count.valueAsNumber || 1)),
			),
		),
	);
	const place = PLANTS.indexOf(plant);
	paintPlants([1, 2, 3].map((step) => PLANTS[(place + step) % PLANTS.length]));
};

const paintSummary = () => {
	const plants = plantsCents();
	const sending = delivery(plants);
	/** @type {[string, string][]} */
	const rows = [
		["Plants", price(plants)],
		["Delivery", sending ? price(sending) : "free"],
		["Total", price(plants + sending)],
	];
	one(".summary").replaceChildren(
		...(plants
			? [
					make(
						"dl",
						{},
						...rows.flatMap(([name, words]) => [
							make("dt", { textContent: name }),
							make("dd", { textContent: words }),
						]),
					),
				]
			: [
					make(
						"p",
						{},
						"Your basket is empty. ",
						make("a", { href: "/#plants", textContent: "See the plants" }),
					),
				]),
	);
	if (document.body.dataset.page === "basket" && plants) {
		one(".summary").append(
			make("a", { className: "button", href: "/static/demo/order.html", textContent: "Order" }),
		);
	}
};

/** @param {import("./basket.js").Line} line */
const basketLine = ({ plant, count }) => {
	const input = make("input", { type: "number", min: "1", max: "20", value: String(count) });
	input.addEventListener("change", () => {
		put(plant.id, Math.max(1, input.valueAsNumber || 1));
		say(`${plant.name}: ${input.value}.`);
		paintSummary();
	});
	const line = make(
		"li",
		{},
		picture(plant),
		make("a", { href: address(plant), textContent: plant.name }),
		make("label", {}, make("span", { className: "unseen", textContent: `How many: ${plant.name}` }), input),
		make("p", { className: "price", textContent: price(plant.cents) }),
		make("button", {
			type: "button",
			textContent: "Remove",
			ariaLabel: `Remove ${plant.name}`,
			onclick: () => {
				put(plant.id, 0);
				line.remove();
				say(`${plant.name} is no longer in your basket.`);
				paintSummary();
				one("#main").focus();
			},
		}),
	);
	return line;
};

const paintBasket = () => {
	one(".lines").replaceChildren(...lines().map(basketLine));
	paintSummary();
};

const paintOrder = () => {
	paintSummary();
	const form = /** @type {HTMLFormElement} */ (one("form.order"));
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		if (inBasket() === 0) return say("Put a plant into your basket first.");
		empty();
		const thanks = make("h1", { textContent: "Thank you", tabIndex: -1 });
		one("#main > section").replaceChildren(
			thanks,
			make("p", { textContent: "Your plants are being packed. They arrive within two days." }),
			make("a", { className: "button", href: "/", textContent: "Back to the shop" }),
		);
		thanks.focus();
	});
};

const countBasket = () => {
	const count = one(".to-basket .count");
	count.textContent = String(inBasket());
	count.hidden = inBasket() === 0;
};

const PAINTERS = {
	list: () => paintPlants(PLANTS),
	product: paintProduct,
	basket: paintBasket,
	order: paintOrder,
};

document.addEventListener("basket", countBasket);
addEventListener("storage", countBasket);
countBasket();
PAINTERS[/** @type {keyof typeof PAINTERS} */ (document.body.dataset.page)]();
