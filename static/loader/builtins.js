/**
 * The browser's own, by the names that the loader calls it, of those that pages use for theirs:
 * `static/page/builtins.js` says why, and has them all.
 */
export { fetch, Promise, URL } from "../page/builtins.js";
