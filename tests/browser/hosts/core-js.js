/** core-js, every polyfill of it. */
import "core-js-bundle";
import { makeBox, ready } from "./box.js";

document.body.append(makeBox().box);
ready();
