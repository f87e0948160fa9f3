/** The suite in Node, Deno and Bun. Prints the hash. */
import { readFileSync } from "node:fs";
import * as kprop from "../../dist/index.js";
import { suite } from "./suite.mjs";

const network = new URL("../networks/he-relu-256x4.safetensors", import.meta.url);
console.log(await suite(kprop, new Uint8Array(readFileSync(network))));
