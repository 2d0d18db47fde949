/**
 * Vue, whose dialog is teleported to the body.
 *
 * bootstrap-vue/bootstrap-vue#2269: its modal keeps the focus from other boxes.
 */
import { createApp, h, Teleport } from "vue";
import { count, ready } from "./box.js";

const root = document.createElement("div");
document.body.append(root);
createApp({
	render: () =>
		h(Teleport, { to: "body" }, [
			h("div", { role: "dialog", "aria-modal": "true", id: "dialog" }, [
				h("input", { id: "field", "aria-label": "Field", value: "half-filled" }),
				h("button", { id: "own", type: "button", onClick: count }, "Count"),
			]),
		]),
}).mount(root);
ready(() => document.querySelector("#dialog") !== null);
