/** The suite in Node, Deno and Bun. Prints its report as JSON. */
import { readFileSync } from "node:fs";
import process from "node:process";
import * as kprop from "../../dist/index.js";
import * as training from "../../dist/training.js";
import { suite } from "./suite/suite.mjs";

const version = globalThis.Deno?.version.deno ?? globalThis.Bun?.version ?? process.versions.node;
const read = (path) => new Uint8Array(readFileSync(new URL(`../../${path}`, import.meta.url)));
console.log(JSON.stringify({ version, ...(await suite({ ...kprop, ...training }, read)) }));
