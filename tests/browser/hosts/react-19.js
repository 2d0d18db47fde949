/**
 * React 19, which owns the whole document.
 *
 * facebook/react#11897: what strangers put into the body before is taken for the page's.
 * facebook/react#27848: scripts that write beside the root make the client write everything anew.
 */
import { hydrated } from "./hydrated.js";

hydrated();
