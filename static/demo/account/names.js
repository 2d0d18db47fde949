/** Written by tools/border.py from app/core/page: `make build` writes it anew. */

/** @type {import("../../page/border.js").EventName[]} */
export const NAMES = [
	"ready",
	"connected",
	"disconnected",
	"invited",
	"offered",
	"accepted",
	"declined",
	"active",
	"ended",
	"cancelled",
	"expired",
	"elsewhere",
	"unsupported",
	"failed",
	"refused",
	"consent",
	"conversation",
	"message",
	"error",
	"stopped",
];
