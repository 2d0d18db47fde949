/**
 * Writes FILE.br, compressed as well as brotli can.
 *
 * Usage: node tools/brotli.mjs FILE
 */
import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const [, , file] = process.argv;
const contents = readFileSync(file);
const params = {
	[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
	[constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
	[constants.BROTLI_PARAM_SIZE_HINT]: contents.length,
};
writeFileSync(`${file}.br`, brotliCompressSync(contents, { params }));
