/** What the hosts of the catalogue tell their test. */
interface Window {
	host: { alive: () => boolean };
	clicks?: number;
}
