/**
 * LivePerson's tag snippet in shape: `window.lpTag` as a stub whose events can
 * be bound but not yet published, then tag.js, which takes the stub over.
 */
window.lpTag = {
	site: "12345678",
	section: "",
	tagletSection: null,
	autoStart: true,
	ovr: { domain: location.host },
	_v: "1.10.0",
	_tagCount: 1,
	protocol: location.protocol,
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
	init() {
		const script = document.createElement("script");
		script.async = true;
		script.src = `${this.protocol}//${this.ovr.domain}/tag/tag.js?site=${this.site}`;
		document.head.append(script);
	},
};
window.lpTag.init();
