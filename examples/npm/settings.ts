/**
 * What all these pages say to Tagalong: here for the simulator, which serves them too.
 *
 * Yours has the account's number and `getToken`, and neither `auth` nor `csds`.
 */
import type { LoadSettings } from "tagalong-cobrowse";

export const settings: LoadSettings = {
	base: "/tagalong/",
	account: "12345678",
	auth: "signup",
	csds: location.origin,
};
