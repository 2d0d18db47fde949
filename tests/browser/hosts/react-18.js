/**
 * React 18.2, which owns the whole document.
 *
 * facebook/react#24430: an element that a stranger has put beside the head breaks the hydration.
 * facebook/react#25924: so does a script of an extension's; the page is thrown away, and made anew.
 * facebook/react#22833: after such a mismatch nothing was left of the page.
 */
import { hydrated } from "./hydrated.js";

hydrated();
