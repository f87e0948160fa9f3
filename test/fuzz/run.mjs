/**
 * Reads files that were damaged on purpose, and expects a network or a KpropError from each, soon and in little memory.
 *
 *     npm run fuzz -- --seconds 60 | --inputs 100000 [--seed 1] [--first 0]
 *
 * An input that fails is written to a temporary file; `--seed S --first N --inputs 1` makes and reads it again.
 */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { makeInput } from "./input.mjs";
import { HEAP, LONGEST_WAIT } from "./limits.mjs";
import { makeSeeds } from "./seeds.mjs";

const MOST_PROBLEMS = 10;

const number = { type: "string" };
const { values } = parseArgs({ options: { seconds: number, inputs: number, seed: number, first: number } });
const seed = Number(values.seed ?? 1);
const end = values.inputs === undefined ? Infinity : Number(values.first ?? 0) + Number(values.inputs);
const limit = values.seconds ?? (values.inputs === undefined ? 60 : Infinity);
const deadline = Date.now() + 1000 * Number(limit);
if (![seed, deadline, end].every((n) => !Number.isNaN(n))) {
  process.stderr.write("usage: npm run fuzz -- --seconds N | --inputs N [--seed S] [--first N]\n");
  process.exit(2);
}

const total = { inputs: 0, networks: 0, slowest: 0, largest: 0 };
let problems = 0;
for (
  let first = Number(values.first ?? 0);
  first < end && Date.now() < deadline && problems < MOST_PROBLEMS;
) {
  first = await runWorker(first);
}
process.stdout.write(
  `fuzz: ${total.inputs} inputs of seed ${seed}: ${total.networks} networks, ${problems} problems; ` +
    `the slowest took ${total.slowest.toFixed(3)} s, the largest ${(total.largest / 2 ** 20).toFixed(1)} MiB\n`,
);
process.exit(problems > 0 ? 1 : 0);

/** Runs inputs from `first` on, until all are done or one brings the worker down; gives the number to go on from. */
async function runWorker(first) {
  const current = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL("worker.mjs", import.meta.url), {
    workerData: { seed, first, end, deadline, current },
    resourceLimits: HEAP,
  });
  const stop = watch(current, () => worker.terminate());
  let results = null;
  let death = "did not end";
  worker.on("message", (message) => {
    if (message.problem) report(message.problem);
    if (problems >= MOST_PROBLEMS) worker.terminate();
    results = message.results ?? results;
  });
  worker.on("error", (error) => {
    death = `ended the thread: ${error.message}`;
  });
  await new Promise((resolve) => worker.on("exit", resolve));
  stop();
  if (results !== null) {
    merge(results);
    return end;
  }
  if (problems < MOST_PROBLEMS) await reportCurrent(current[0], death);
  total.inputs += current[0] + 1 - first;
  return current[0] + 1;
}

/** Calls `act` when the same input has been at hand for too long: nothing within its thread could. */
function watch(current, act) {
  let last = -1;
  let since = Date.now();
  const timer = setInterval(() => {
    const index = Atomics.load(current, 0);
    if (index !== last) {
      last = index;
      since = Date.now();
    } else if (Date.now() - since > 1000 * LONGEST_WAIT) act();
  }, 500);
  return () => clearInterval(timer);
}

function merge({ inputs, networks, slowest, largest }) {
  total.inputs += inputs;
  total.networks += networks;
  total.slowest = Math.max(total.slowest, slowest);
  total.largest = Math.max(total.largest, largest);
}

async function reportCurrent(index, text) {
  const seeds = await makeSeeds(await import("../../dist/index.js"));
  report({ index, text, ...makeInput(seeds, seed, index) });
}

function report({ index, text, format, bytes, read }) {
  problems++;
  const path = join(tmpdir(), `kprop-fuzz-${seed}-${index}.${format}`);
  writeFileSync(path, bytes);
  process.stdout.write(
    `fuzz: seed ${seed}, input ${index}: ${text}\n  ${read.call} with ${JSON.stringify(read.options)}: ${path}\n`,
  );
}
