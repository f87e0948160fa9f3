/**
 * `node bench/cold-child.mjs NETWORK DTYPE`: milliseconds from the import of the library to the result of a first
 * estimate of order 2, on standard output. Node's own start and reading the file do not count.
 */
import { readFileSync } from "node:fs";

const [, , path, dtype] = process.argv;
const bytes = new Uint8Array(readFileSync(path));
const start = performance.now();
const { estimate, readNetwork } = await import("../dist/index.js");
const network = await readNetwork(bytes, { activation: "relu" });
await estimate(network, { order: 2, dtype, ladder: false, check: false });
console.log(performance.now() - start);
