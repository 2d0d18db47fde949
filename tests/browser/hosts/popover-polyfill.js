/** A polyfill for popovers, put in by force. */
import { apply } from "@oddbird/popover-polyfill/fn";
import { makeBox, ready } from "./box.js";

apply();
document.body.append(makeBox().box);
ready();
