/** LivePerson's agent SDK comes without types. */
declare module "node-agent-sdk" {
	// biome-ignore lint/suspicious/noExplicitAny: somebody else's object
	export const Agent: any;
}
