/**
 * What folding old factors of order 3's chain saves, what it costs in accuracy, and from which depth on it is done
 * (docs/method.md). With an argument (`time`, `accuracy`, `depths`) only that table.
 */
import type { Dtype } from "../src/backend/dtype.ts";
import { meanSquare } from "../src/estimate/differences.ts";
import { type Estimate, estimate } from "../src/estimate/estimate.ts";
import { plan } from "../src/estimate/plan.ts";
import type { Network } from "../src/network/network.ts";
import { randomNetwork } from "../src/sampling/random-network.ts";
import type { RandomNetworkOptions } from "../src/sampling/random-plan.ts";
import { median } from "./statistics.ts";

const ORDER = 3;
const ROUNDS = 3;
const SEEDS = [1, 2, 3];
const TIMED: readonly (readonly [width: number, depth: number])[] = [
  [128, 32],
  [256, 24],
  [256, 32],
  [256, 64],
];
/** Without biases an odd activation has means of exactly zero. */
const CHECKED: readonly RandomNetworkOptions[] = [
  { activation: "relu", width: 128, depth: 32 },
  { activation: "relu", width: 256, depth: 24 },
  { activation: "relu", width: 256, depth: 32 },
  { activation: "relu", width: 256, depth: 64 },
  { activation: "leaky_relu", width: 128, depth: 32, biasVariance: 0.01 },
  { activation: "softplus", width: 128, depth: 32, biasVariance: 0.01 },
  { activation: "tanh", width: 128, depth: 32, initialisation: "critical", biasVariance: 0.1 },
  { activation: "tanh", width: 256, depth: 32, initialisation: "critical", biasVariance: 0.1 },
];

function folding(network: Network, fold: boolean, dtype: Dtype, ladder: boolean): Promise<Estimate> {
  return estimate(network, { order: ORDER, fold, dtype, ladder, check: false });
}

/** Whole and folded in turn, so that a machine whose speed drifts slows down both. */
async function timeRow(width: number, depth: number, dtype: Dtype): Promise<string> {
  const network = await randomNetwork({ width, depth, seed: 1 });
  const [whole, folded] = [false, true].map((fold) => plan(network, { order: ORDER, fold, dtype }));
  const times: { whole: number; folded: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const [a, b] = [await folding(network, false, dtype, false), await folding(network, true, dtype, false)];
    if (round > 0) times.push({ whole: a.seconds, folded: b.seconds });
  }
  const ratio = median(times.map((time) => time.whole / time.folded));
  const seconds = (which: "whole" | "folded") => median(times.map((time) => time[which])).toPrecision(3);
  const flops = (whole!.flops / folded!.flops).toFixed(2);
  return `${dtype} | ${width}×${depth} | ${seconds("whole")} | ${seconds("folded")} | ${flops} | ${ratio.toFixed(2)}`;
}

/** The worst of the seeds: what was cut off, and the change over the error that the ladder predicts. */
async function accuracyRow(options: RandomNetworkOptions): Promise<string> {
  let [cut, change] = [0, 0];
  for (const seed of SEEDS) {
    const network = await randomNetwork({ ...options, seed });
    const whole = await folding(network, false, "f64", true);
    const folded = await folding(network, true, "f64", true);
    const difference = folded.output.mean.map((x, i) => x - whole.output.mean[i]!);
    cut = Math.max(cut, folded.folded?.cut ?? 0);
    const [before, last] = whole.ladder as [number, number];
    change = Math.max(change, (meanSquare(difference) * before) / last ** 2);
  }
  const { activation, width, depth } = options;
  return `${activation} | ${width}×${depth} | ${cut.toFixed(2)} | ${change.toExponential(1)}`;
}

/** The least depth at which a network of that width is folded, if any up to 64. */
async function leastDepth(width: number): Promise<number | string> {
  for (let depth = 2; depth <= 64; depth++) {
    const network = await randomNetwork({ width, depth, seed: 1 });
    if (plan(network, { order: ORDER }).fold !== null) return depth;
  }
  return "never";
}

const tables: Record<string, () => Promise<void>> = {
  time: async () => {
    console.log(
      "| type | network | whole, s | folded, s | FLOP ratio | time ratio |\n|---|---|---|---|---|---|",
    );
    for (const dtype of ["f32", "f64"] as const) {
      for (const size of TIMED) console.log(`| ${await timeRow(...size, dtype)} |`);
    }
  },
  accuracy: async () => {
    console.log("| activation | network | cut | change / expected error |\n|---|---|---|---|");
    for (const row of CHECKED) console.log(`| ${await accuracyRow(row)} |`);
  },
  depths: async () => {
    console.log("| width | folded from depth |\n|---|---|");
    for (const width of [64, 96, 128, 256, 512, 1024])
      console.log(`| ${width} | ${await leastDepth(width)} |`);
  },
};
for (const [name, print] of Object.entries(tables)) {
  if ((process.argv[3] ?? name) === name) await print();
}
