/**
 * A page whose style sheets name and reset everything.
 *
 * ThatOpen/engine_components#383, sourcegraph/cody#6427: custom properties with everyday names meet.
 * hubtype/botonic#2274: a page's rules for elements change a chat.
 */
import { makeBox, ready } from "./box.js";

const style = document.createElement("style");
style.textContent = `
:root, * { --accent: red; --surface: red; --text: red; --left: 9px; --top: 9px; --width: 64px;
  --height: 64px; --zoom: 4; --line: red; --quiet: red; --radius: 50%; --font: fantasy }
button { border-radius: 50px !important; padding: 15px 45px !important; white-space: nowrap !important }
h2, p, section, div { margin: 40px !important; font: 40px fantasy !important }
::backdrop { background: rgb(0 0 0 / .6) !important }`;
document.head.append(style);
document.body.append(makeBox().box);
ready();
