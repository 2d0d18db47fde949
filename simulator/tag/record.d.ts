/** `/tag/record.js` is rrweb's own: see simulator/app.py. */
export { record } from "@rrweb/record";
