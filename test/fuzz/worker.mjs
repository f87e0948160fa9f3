/** Reads inputs, one after another, and says of each which was not answered as it should be. */
import process from "node:process";
import { parentPort, workerData } from "node:worker_threads";
import { makeInput } from "./input.mjs";
import { LONGEST_MESSAGE, MOST_SECONDS, mostBytes } from "./limits.mjs";
import { takeReserved, watchArrays } from "./memory.mjs";
import { makeSeeds } from "./seeds.mjs";

const { seed, first, end, deadline, current } = workerData;

watchArrays();
const kprop = await import("../../dist/index.js");
const seeds = await makeSeeds(kprop);
const results = { inputs: 0, networks: 0, slowest: 0, largest: 0 };

for (let index = first; index < end && Date.now() < deadline; index++) {
  Atomics.store(current, 0, index);
  const input = makeInput(seeds, seed, index);
  const problem = await judge(input);
  results.inputs++;
  if (problem !== null) parentPort.postMessage({ problem: { index, text: problem, ...input } });
}
parentPort.postMessage({ results });

/** What is wrong with how an input is answered; null: nothing. */
async function judge({ bytes, read }) {
  takeReserved();
  const start = performance.now();
  const problem = await problemOf(bytes, read);
  let seconds = (performance.now() - start) / 1000;
  const reserved = takeReserved();
  // The clock runs for other programs too, the processor's for collections of garbage: the least of three counts.
  for (let again = 0; again < 3 && seconds > MOST_SECONDS; again++) {
    seconds = Math.min(seconds, await processorSeconds(bytes, read));
  }
  results.slowest = Math.max(results.slowest, seconds);
  results.largest = Math.max(results.largest, reserved);
  if (problem !== null) return problem;
  if (seconds > MOST_SECONDS) return `took ${seconds.toFixed(2)} s`;
  return reserved > mostBytes(bytes.length) ? `reserved ${reserved} bytes for ${bytes.length}` : null;
}

async function processorSeconds(bytes, read) {
  const before = process.cpuUsage();
  await problemOf(bytes, read);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function problemOf(bytes, { call, options }) {
  try {
    checkResult(await kprop[call](bytes, options));
    results.networks++;
    return null;
  } catch (error) {
    if (!(error instanceof kprop.KpropError)) return `threw ${error?.stack ?? error}`;
    const { message } = error;
    if (message.length > LONGEST_MESSAGE)
      return `message of ${message.length} characters: ${message.slice(0, 80)}`;
    return /[\p{C}\p{Zl}\p{Zp}]/u.test(message)
      ? `message that does not print on a line: ${JSON.stringify(message)}`
      : null;
  }
}

/** What came out must be usable: a plan of it can be made. */
function checkResult(result) {
  const network = result.network ?? result;
  if (network.layers) kprop.plan(network, { order: 1 });
}
