/**
 * Equal-time advantage: how many times smaller an estimate's error is than that of sampling in the same time, both as
 * vnMSE, on a network whose outputs' means are known. The mean of N samples errs by variance/N in every output, so that
 * its expected vnMSE, squared error over variance, is 1/N exactly; nothing has to be drawn to know it.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { DTYPES, type Dtype } from "../src/backend/dtype.ts";
import { noiseFloor, readTruth, vnmse } from "../src/cli/truth.ts";
import { estimate } from "../src/estimate/estimate.ts";
import { readNetwork } from "../src/network/read.ts";
import { measure } from "./measure.ts";
import { median, ratio } from "./statistics.ts";
import { digits, table } from "./table.ts";
import { estimateTask, METHODS, methodName } from "./tasks/estimates.ts";
import { samplerTask } from "./tasks/sampling.ts";

const NETWORK = "test/networks/he-relu-256x4.safetensors";
const TRUTH = "test/networks/he-relu-256x4.truth.json";

/** Enough that starting the sampler does not count. */
const SAMPLES = 16384;
const ROUNDS = { rounds: 10, slowRounds: 3 };

/** The advantage that each is meant to have. */
const TARGETS: Readonly<Record<string, number>> = {
  "1 simple": 20,
  "2 simple": 50,
  "2 augment": 100,
  "3 simple": 500,
  "3 augment-tree": 400,
  "3 augment": 40,
  "4 simple": 20,
};

/** How many cores estimates and sampling have, and the options that say so. */
const THREADS = [...new Set([1, availableParallelism()])].map((threads) => ({
  threads,
  options: { threads },
}));

const { dtype, markdown } = parseArgs({
  options: { dtype: { type: "string", default: "f32" }, markdown: { type: "boolean", default: false } },
}).values;
if (!isDtype(dtype)) throw new Error(`--dtype is ${dtype}; expected f32 or f64`);
const methods = METHODS.map((method) => ({ ...method, dtype, ladder: false }));

const network = await readNetwork(NETWORK, { activation: "relu" });
const truth = await readTruth(TRUTH, network);
const floor = noiseFloor(truth);

const errors: number[] = [];
for (const method of methods)
  errors.push(vnmse(truth, (await estimate(network, { ...method, check: false })).output.mean));

const lines = [["", "threads", "ms", "samples meanwhile", "vnMSE", "advantage", "target", ""]];
for (const { threads, options } of THREADS) {
  for (const [index, { times, samples }] of (await timed(options)).entries()) {
    const name = methodName(methods[index]!);
    const judged = verdict(samples, errors[index]!, TARGETS[name]!);
    lines.push([name, String(threads), digits(median(times)), digits(samples), ...judged]);
  }
}
console.log(table(lines, markdown));
console.log(
  `\nestimates in ${dtype}, sampling in f32; vnMSE is net of the truth's own ${floor.toExponential(1)}`,
);

function isDtype(text: string): text is Dtype {
  return DTYPES.some((dtype) => dtype === text);
}

/** Each method's times, and how many samples are drawn in one. */
async function timed(options: object) {
  const sampler = samplerTask(network, { samples: SAMPLES, ...options });
  const tasks = methods.map((method) => estimateTask("n=256", network, { ...method, ...options }));
  const [, ...measured] = await measure([{ references: [sampler], tasks }], {
    ...ROUNDS,
    say: (message) => process.stderr.write(`${message}\n`),
  });
  return measured.map(({ times, beside }) => ({
    times,
    samples: SAMPLES * ratio(times, beside.get(sampler)!),
  }));
}

/** Error, advantage, target. An error below the truth's own counts as that, which makes the advantage a lower bound. */
function verdict(samples: number, error: number, target: number): string[] {
  const advantage = 1 / samples / Math.max(error, floor);
  return [
    error.toExponential(2),
    `${error < floor ? "≥ " : ""}${digits(advantage)}`,
    `≥ ${target}`,
    advantage >= target ? "met" : "missed",
  ];
}
