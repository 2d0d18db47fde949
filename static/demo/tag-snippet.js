/**
 * LivePerson's tag snippet in shape: `window.lpTag` as a stub whose events can
 * be bound but not yet published, then tag.js, which takes the stub over.
 *
 * With `?account=` in the address all is LivePerson's own: its tag.js, and for
 * Tagalong its discovery. Without it all is the simulator's.
 */
const realAccount = /[?&]account=([A-Za-z0-9_-]{1,64})(&|$)/.exec(location.search)?.[1];
window.lpTag = {
	site: realAccount ?? "12345678",
	section: "",
	tagletSection: null,
	autoStart: true,
	ovr: realAccount ? {} : { domain: location.host },
	_v: "1.10.0",
	_tagCount: 1,
	protocol: realAccount ? "https:" : location.protocol,
	vars: [],
	dbs: [],
	ctn: [],
	sdes: [],
	hooks: [],
	identities: [],
	ev: [],
	_defB: [],
	_defT: [],
	events: {
		/** @param {...unknown} args */
		bind: (...args) => window.lpTag.defer(() => window.lpTag.events.bind(...args), 0),
		/** @param {...unknown} args */
		trigger: (...args) => window.lpTag.defer(() => window.lpTag.events.trigger(...args), 1),
	},
	/**
	 * @param {() => void} run
	 * @param {number} kind 0 for binding, 1 for triggering
	 */
	defer: (run, kind) => void (kind === 0 ? window.lpTag._defB : window.lpTag._defT).push(run),
	/** @param {string} [src] what tag.js loads besides */
	load(src) {
		const script = document.createElement("script");
		script.async = true;
		const host = this.ovr.domain ?? "lptag.liveperson.net";
		script.src = src ?? `${this.protocol}//${host}/tag/tag.js?site=${this.site}`;
		document.head.append(script);
	},
	start() {
		this.autoStart = true;
	},
	/** @param {string} when */
	_domReady(when) {
		this._timing[when] = Date.now();
		if (this.isDom) return;
		this.isDom = true;
		this.events.trigger("LPT", "DOM_READY", { t: when });
	},
	init() {
		this._timing = { start: Date.now() };
		if (realAccount) {
			addEventListener("DOMContentLoaded", () => window.lpTag._domReady("contReady"));
			addEventListener("load", () => window.lpTag._domReady("domReady"));
		}
		this.load();
	},
};
window.lpTag.init();

// What is real is configured before Tagalong, or a visit's next page, can start by itself.
if (/[?&]account=/.test(location.search)) {
	const panel = import("./account/panel.js");
	const call = (/** @type {import("../tagalong.js").Tagalong} */ tagalong) =>
		tagalong.configure({
			account: realAccount,
			csds: "https://api.liveperson.net",
			auth: "token",
			getToken: async () => (await panel).supply(),
			getBrandToken: async () => (await panel).supply(),
			...JSON.parse(sessionStorage.getItem("real-account:flow") ?? "{}"),
		});
	window.tagalong ||= [];
	if (realAccount) window.tagalong.push(call);
}
