/** Reads the archives that the build makes: nothing in them is compressed, the wire does that. */

const ENTRY = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const FILE_BYTES = 30;

/**
 * @param {Uint8Array} archive
 * @returns {{name: string, bytes: Uint8Array}[]} its files, whose bytes are the archive's own
 */
export const unzip = (archive) => {
	const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
	const end = archive.byteLength - END_BYTES;
	if (view.getUint32(end, true) !== END) throw new Error("an archive has no end");
	const count = view.getUint16(end + 10, true);
	let at = view.getUint32(end + 16, true);
	const files = [];
	const decoder = new TextDecoder();
	for (let number = 0; number < count; number += 1) {
		if (view.getUint32(at, true) !== ENTRY) throw new Error("an archive is not whole");
		const stored = view.getUint16(at + 10, true) === 0;
		if (!stored) throw new Error("an archive is compressed");
		const size = view.getUint32(at + 24, true);
		const length = view.getUint16(at + 28, true);
		const more = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
		const file = view.getUint32(at + 42, true);
		const from = file + FILE_BYTES + view.getUint16(file + 26, true) + view.getUint16(file + 28, true);
		const name = decoder.decode(archive.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + length));
		files.push({ name, bytes: archive.subarray(from, from + size) });
		at += ENTRY_BYTES + length + more;
	}
	return files;
};
