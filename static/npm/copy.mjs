#!/usr/bin/env node
/** `tagalong-copy FOLDER`: puts the files that a page loads where your host serves them. */
import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const [folder, ...more] = process.argv.slice(2);
if (!folder || folder.startsWith("-") || more.length) {
	console.error("tagalong-copy FOLDER: copies Tagalong's files there. Say its address as `base`.");
	process.exit(2);
}
// Files of an older version stay: pages that are open still load them.
await cp(fileURLToPath(new URL("dist/", import.meta.url)), folder, { recursive: true });
