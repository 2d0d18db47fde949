/** What the shop sells. Prices are in cents. */

/** @typedef {{id: string, name: string, cents: number, picture: string, light: string, water: string, size: string, words: string}} Plant */

/** @type {Plant[]} */
export const PLANTS = [
	{
		id: "monstera",
		name: "Monstera",
		cents: 3400,
		picture: "monstera.svg",
		light: "Bright, indirect light",
		water: "Once a week",
		size: "60 cm, pot of 17 cm",
		words:
			"The one with the windows in its leaves. Give it a stick to climb and it will ask for nothing else.",
	},
	{
		id: "snake",
		name: "Snake plant",
		cents: 2250,
		picture: "snake.svg",
		light: "Any light",
		water: "Every three weeks",
		size: "45 cm, pot of 14 cm",
		words: "Stands where others give up: in the hall, beside the printer, at the friend's who forgets.",
	},
	{
		id: "cactus",
		name: "Cactus trio",
		cents: 1800,
		picture: "cactus.svg",
		light: "Full sun",
		water: "Once a month",
		size: "12 to 20 cm, three pots of 8 cm",
		words: "Three characters for one sunny sill. They flower in May if you leave them cool in winter.",
	},
	{
		id: "fern",
		name: "Boston fern",
		cents: 1950,
		picture: "fern.svg",
		light: "Half shade",
		water: "Twice a week",
		size: "40 cm, pot of 15 cm",
		words: "Likes the bathroom as much as you do. Mist it, and it fills a corner within a summer.",
	},
	{
		id: "pilea",
		name: "Pilea",
		cents: 1600,
		picture: "pilea.svg",
		light: "Bright, no midday sun",
		water: "Once a week",
		size: "25 cm, pot of 12 cm",
		words: "Round leaves on long stalks, and every few weeks a small one of its own to give away.",
	},
	{
		id: "rubber",
		name: "Rubber plant",
		cents: 2900,
		picture: "rubber.svg",
		light: "Bright, indirect light",
		water: "Every ten days",
		size: "70 cm, pot of 17 cm",
		words: "Dark, glossy and patient. Wipe its leaves now and then; it grows towards the ceiling by itself.",
	},
];

const FREE_FROM_CENTS = 4000;
const DELIVERY_CENTS = 590;

/** @param {string | null} id */
export const find = (id) => PLANTS.find((plant) => plant.id === id);

/** @param {number} cents */
export const price = (cents) => `€ ${(cents / 100).toFixed(2)}`;

/** @param {number} cents what the plants cost */
export const delivery = (cents) => (cents >= FREE_FROM_CENTS ? 0 : DELIVERY_CENTS);
