import { tailBySampling, tailBySplitting, tailProbability } from "../../src/index.ts";
import type { Network } from "../../src/network/network.ts";
import { curves } from "../charts/curves.ts";
import type { Experiment, Point, Row, Table, Watch } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { samplingCost, timingCost } from "../measure/cost.ts";
import { type Method, ORDER_4, ORDERS_TO_3 } from "../measure/methods.ts";
import { rounded } from "../measure/rounded.ts";
import { randomSubject, type Subject } from "../measure/subject.ts";

/** The paper's setting: an output is harmful above 3, and sampling has so many samples (Wu et al., on rare events). */
const THRESHOLD = 3;
const BUDGET = 5695;
const DEPTH = 3;
/** Sampling is repeated this often; its errors are means over these. */
const DRAWS = 8;

/** Common logarithms of the probabilities whose outputs are looked for. */
const TARGETS = [-1.5, -2.5, -3.5, -4.5, -5.5, -6.5, -7.5, -8.5];
const FULL = { width: 256, seeds: [1, 2, 3], targets: TARGETS, particles: 400_000 };
const QUICK = { width: 32, seeds: [1], targets: TARGETS.slice(1, 4), particles: 40_000 };
const METHODS: readonly Method[] = [...ORDERS_TO_3, ORDER_4];

const experiment: Experiment = {
  question:
    "P(output > 3) of three ReLU layers, down to 1e-9: estimates against 5,695 samples and what extends them",
  points: async (quick) => {
    const { width, seeds, targets, particles } = quick ? QUICK : FULL;
    return seeds.flatMap((seed) => {
      const subject = randomSubject({ activation: "relu", width, depth: DEPTH, seed });
      return targets.map((target) => pointOf(subject, target, particles));
    });
  },
  figures: (rows) => ({ error: errors(rows) }),
  tables: (rows) => ({ errors: byDecade(rows) }),
};
export default experiment;

/** The output whose probability order 3 puts nearest to the target, judged in every way. */
function pointOf(subject: Subject, target: number, particles: number): Point {
  return {
    name: `${subject.name}, P near 1e${target}`,
    cost: async () => samplingCost(subject.size, 2 * particles) + timingCost(4e10),
    run: async (watch) => {
      const network = await subject.load();
      const neuron = await nearest(network, target, watch);
      const truth = await truthOf(network, neuron, particles, watch);
      const facts = { ...subject.facts, neuron, probability: rounded(truth.probability, 4), ...truth.facts };
      const found = [
        ...(await byPropagation(network, neuron, watch)),
        ...(await bySampling(network, neuron, watch)),
      ];
      return found.map(({ series, estimates, flops, unreliable }) => ({
        ...{ ...facts, series, flops },
        relative_error: rounded(meanError(estimates, truth.probability), 4),
        unreliable: unreliable ? 1 : 0,
      }));
    },
  };
}

async function nearest(network: Network, target: number, { signal }: Watch): Promise<number> {
  const { logProbability } = await tailProbability(network, { threshold: THRESHOLD, order: 3, signal });
  const off = [...logProbability].map((x) => Math.abs(x / Math.LN10 - target));
  return off.indexOf(Math.min(...off));
}

async function truthOf(network: Network, neuron: number, samples: number, { signal, onProgress }: Watch) {
  const found = await tailBySplitting(network, {
    ...{ threshold: THRESHOLD, neuron, samples, seed: 2 ** 40, signal },
    onProgress: ({ done, total }) => onProgress((0.9 * done) / total),
  });
  const probability = found.probability[0]!;
  return {
    probability,
    facts: {
      truth_relative_error: rounded(found.standardError[0]! / probability, 3),
      truth_samples: found.samples,
    },
  };
}

/** What one way says, once or for several draws. */
interface Found {
  readonly series: string;
  readonly estimates: readonly number[];
  readonly flops: number;
  readonly unreliable: boolean;
}

async function byPropagation(network: Network, neuron: number, { signal }: Watch): Promise<Found[]> {
  const found: Found[] = [];
  for (const method of METHODS) {
    const asked = { ...method, threshold: THRESHOLD, neuron, ladder: false, signal };
    const { probability, flops, unreliable } = await tailProbability(network, asked);
    const series = `order ${method.order} ${method.kind}`;
    found.push({ series, estimates: [probability[0]!], flops, unreliable });
  }
  return found;
}

async function bySampling(network: Network, neuron: number, { signal }: Watch): Promise<Found[]> {
  const all = new Map<string, number[]>();
  let flops = 0;
  for (let seed = 1; seed <= DRAWS; seed++) {
    const drawn = await tailBySampling(network, {
      threshold: THRESHOLD,
      neuron,
      samples: BUDGET,
      seed,
      signal,
    });
    flops = drawn.flops;
    for (const way of ["counted", "gaussian", "edgeworth", "saddlepoint"] as const) {
      all.set(way, [...(all.get(way) ?? []), drawn[way].probability[0]!]);
    }
  }
  return [...all].map(([way, estimates]) => {
    return { series: `sampling, ${way}`, estimates, flops, unreliable: false };
  });
}

/** |estimate/truth − 1|, the mean over draws; no estimate at all is as bad as 0. */
function meanError(estimates: readonly number[], truth: number): number {
  const errors = estimates.map((p) => (Number.isNaN(p) ? 1 : Math.abs(p / truth - 1)));
  return errors.reduce((sum, x) => sum + x, 0) / errors.length;
}

function decadeOf({ probability }: Row): number {
  return Math.floor(Math.log10(Number(probability)));
}

function medianError(rows: readonly Row[]): number {
  const sorted = rows.map((row) => Number(row.relative_error)).sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

function errors(rows: readonly Row[]) {
  const points = [...grouped(rows, ({ series }) => String(series))].flatMap(([series, of]) =>
    [...grouped(of, (row) => String(decadeOf(row)))].map(([decade, some]) => {
      return { series, x: 10 ** (Number(decade) + 0.5), y: medianError(some) };
    }),
  );
  points.sort((a, b) => a.x - b.x);
  return curves(points, { x: "P(output > 3)", y: "median relative error", ticks: "decades" });
}

/** A line for each way, a column for each decade of the probability, with its number of outputs. */
function byDecade(rows: readonly Row[]): Table {
  const decades = [...new Set(rows.map(decadeOf))].sort((a, b) => b - a);
  const series = grouped(rows, (row) => String(row.series));
  const [first] = series.values();
  const head = decades.map((decade) => {
    const count = first!.filter((row) => decadeOf(row) === decade).length;
    return `1e${decade} … 1e${decade + 1} (${count})`;
  });
  const lines = [...series].map(([name, of]) => [
    name,
    ...decades.map((decade) => {
      const some = of.filter((row) => decadeOf(row) === decade);
      return percent(medianError(some));
    }),
  ]);
  return [["estimate", ...head], ...lines];
}

function percent(x: number): string {
  const value = 100 * x;
  return `${value < 10 ? value.toPrecision(2) : value < 1e4 ? Math.round(value) : value.toExponential(0)} %`;
}
