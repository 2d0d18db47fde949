/** The page half's banner alone: what it shows comes from the engine's recorded views. */
export { createBanner } from "../static/page/banner.js";
