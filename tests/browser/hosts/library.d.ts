/** The libraries of the catalogue: what is used of them, without their types, which are of many versions. */
// biome-ignore lint/suspicious/noExplicitAny: somebody else's object
type Foreign = any;
declare const library: Foreign;
export default library;
/** A page with a library that is no module: its names are the page's. */
export const classic: Foreign;
export const apply: Foreign, createFocusTrap: Foreign, visit: Foreign;
export const createElement: Foreign, createRoot: Foreign, hydrateRoot: Foreign, useState: Foreign;
export const createApp: Foreign, h: Foreign, Teleport: Foreign;
export const Content: Foreign, Dialog: Foreign, DialogPanel: Foreign, Portal: Foreign;
export const Root: Foreign, Title: Foreign;
