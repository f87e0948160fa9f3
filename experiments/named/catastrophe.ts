import { median } from "../../bench/statistics.ts";
import { randomNetwork, tailBySplitting, tailProbability } from "../../src/index.ts";
import type { Network } from "../../src/network/network.ts";
import { studentOf } from "../../src/training/student.ts";
import { curves } from "../charts/curves.ts";
import type { Experiment, Point, Row, Table, Watch } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { rounded } from "../measure/rounded.ts";
import { once } from "../measure/subject.ts";
import type { Pair } from "../training/distillations.ts";
import { equalBatch, type Mended, type Mending, mendByEstimate, mendBySamples } from "../training/mending.ts";
import { outputVariance, trueLoss } from "../training/true-loss.ts";

const [INPUTS, OUTPUTS, HARMFUL] = [64, 4, 0];
const [TEACHER, STUDENT] = [64, 64];
/** Of the first weights: a student's are not a teacher's. */
const TEACHER_SEED = 1000;
/** The student comes from ordinary training, on samples. */
const FIRST = { full: { steps: 4096, rate: 5e-3, batch: 64 }, quick: { steps: 256, rate: 5e-3, batch: 64 } };
const [RATE, HYBRID_BATCH] = [1e-3, 36];

const FULL = {
  seeds: [1, 2, 3],
  targets: [1e-5, 1e-6],
  weights: [0.1, 1, 10],
  steps: 256,
  ...{ samples: 2 ** 16, search: 20_000, particles: 200_000, first: FIRST.full },
};
const QUICK: typeof FULL = {
  ...{ seeds: [1], targets: [1e-5], weights: [1], steps: 32 },
  ...{ samples: 2 ** 12, search: 20_000, particles: 20_000, first: FIRST.quick },
};

/** What is done about the harm, and by what the task is learnt meanwhile. */
const WAYS = [
  "untouched",
  "samples",
  "order 2, no harm",
  "order 2",
  "samples, order 2",
  "order 3",
  "samples, order 3",
] as const;
type Way = (typeof WAYS)[number];

const experiment: Experiment = {
  question: "an output harmful with a probability of 1e-5 or 1e-6: trained away by estimates, not by samples",
  points: async (quick) => {
    const form = quick ? QUICK : FULL;
    return form.seeds.flatMap((seed) =>
      form.targets.flatMap((target) => {
        const load = once(() => caseOf(form, seed, target));
        return WAYS.flatMap((way) =>
          weightsOf(way, form).map((weight) => pointOf(form, load, { seed, target, way, weight })),
        );
      }),
    );
  },
  figures: (rows) => ({ tradeoff: tradeoff(rows) }),
  tables: (rows) => ({ harm: harmTable(rows), estimates: estimatesTable(rows) }),
};
export default experiment;

/** What harm costs: several for order 2, the middle one elsewhere. */
function weightsOf(way: Way, { weights }: typeof FULL): readonly (number | null)[] {
  if (way === "order 2" || way === "samples, order 2") return weights;
  return way === "untouched" || way === "order 2, no harm" ? [null] : [weights[weights.length >> 1]!];
}

interface Asked {
  readonly seed: number;
  readonly target: number;
  readonly way: Way;
  readonly weight: number | null;
}

/** A trained student and the threshold that it exceeds with about the probability wanted. */
interface Case extends Pair {
  readonly variance: number;
  readonly threshold: number;
}

function pointOf(form: typeof FULL, load: () => Promise<Case>, asked: Asked): Point {
  const { seed, target, way, weight } = asked;
  return {
    name: `seed ${seed}, P near ${target}, ${seriesOf({ way, weight })}`,
    cost: async () => (way === "untouched" ? 10 : 3),
    run: async (watch) => {
      const found = await load();
      const { teacher, threshold, variance } = found;
      const { network, steps, flops, seconds, harmed, samples } = await mended(form, found, asked, watch);
      const loss = await trueLoss(network, teacher, { samples: form.samples, signal: watch.signal });
      const facts = { seed, target, way, weight, threshold: rounded(threshold, 6), steps, flops };
      const cost = { seconds: rounded(seconds, 4), harmed, samples, loss: rounded(loss / variance, 4) };
      return [{ ...facts, ...cost, ...(await probabilities(form, network, threshold, watch)) }];
    },
  };
}

async function caseOf({ first, samples, search }: typeof FULL, seed: number, target: number): Promise<Case> {
  const signal = new AbortController().signal;
  const watch = { signal, onProgress: () => {} };
  const widths = [TEACHER, TEACHER];
  const teacher = await randomNetwork({
    inputs: INPUTS,
    widths,
    outputs: OUTPUTS,
    seed: TEACHER_SEED + seed,
  });
  const student = await studentOf(teacher, { width: STUDENT, seed });
  const { steps, rate, batch } = first;
  const none = {
    steps,
    rate,
    weight: 0,
    probability: 1,
    harm: { output: HARMFUL, threshold: Number.MAX_VALUE },
  };
  const trained = await mendBySamples({ teacher, student }, none, { order: null, batch, seed }, watch);
  const variance = await outputVariance(teacher, { samples, signal });
  const threshold = await thresholdOf(trained.network, target, search);
  return { teacher, student: trained.network, variance, threshold };
}

/** By halving, to a hundredth. */
async function thresholdOf(network: Network, target: number, samples: number): Promise<number> {
  let [low, high] = [0, 32];
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    const asked = { threshold: middle, neuron: HARMFUL, samples, seed: 2 ** 41 };
    const { probability } = await tailBySplitting(network, asked);
    if (probability[0]! > target) low = middle;
    else high = middle;
  }
  return low;
}

async function mended(
  { steps }: typeof FULL,
  { threshold, variance, ...pair }: Case,
  { seed, target, way, weight }: Asked,
  watch: Watch,
): Promise<Mended> {
  const harm = { output: HARMFUL, threshold };
  const how = (probability: number): Mending => {
    return { steps, rate: RATE, weight: (weight ?? 0) * variance, probability, harm };
  };
  const said = async (order: 2 | 3) => how(await atFirst(pair.student, threshold, target, order));
  switch (way) {
    case "untouched":
      return { network: pair.student, steps: 0, flops: 0, seconds: 0, harmed: null, samples: null };
    case "samples":
      return mendBySamples(pair, how(target), { order: null, batch: equalBatch(pair, 2), seed }, watch);
    case "samples, order 2":
      return mendBySamples(pair, await said(2), { order: 2, batch: HYBRID_BATCH, seed }, watch);
    case "samples, order 3":
      return mendBySamples(pair, await said(3), { order: 3, batch: HYBRID_BATCH, seed }, watch);
    case "order 2, no harm":
      return mendByEstimate(pair, how(target), { order: 2, harmless: true }, watch);
    case "order 2":
      return mendByEstimate(pair, await said(2), { order: 2, harmless: false }, watch);
    case "order 3":
      return mendByEstimate(pair, await said(3), { order: 3, harmless: false }, watch);
  }
}

/** What an order says of the student that there is, which is all that is known; the truth where that is no probability. */
async function atFirst(network: Network, threshold: number, truth: number, order: 2 | 3): Promise<number> {
  const asked = { threshold, neuron: HARMFUL, order, ladder: false };
  const { probability } = await tailProbability(network, asked);
  return probability[0]! > 0 ? probability[0]! : truth;
}

/** By splitting, and by estimates of orders 2 and 3. */
async function probabilities(
  { particles }: typeof FULL,
  network: Network,
  threshold: number,
  { signal, onProgress }: Watch,
): Promise<Row> {
  const asked = { threshold, neuron: HARMFUL, signal };
  const estimates = [];
  for (const order of [2, 3] as const) {
    const { probability } = await tailProbability(network, { ...asked, order, ladder: false });
    estimates.push(rounded(probability[0]!, 4));
  }
  const split = await tailBySplitting(network, {
    ...{ ...asked, samples: particles, seed: 2 ** 42 },
    onProgress: ({ done, total }) => onProgress(done / total),
  });
  const probability = split.probability[0]!;
  return {
    probability: rounded(probability, 4),
    relative_error: probability === 0 ? null : rounded(split.standardError[0]! / probability, 3),
    order2: estimates[0]!,
    order3: estimates[1]!,
  };
}

function seriesOf({ way, weight }: Row): string {
  return weight === null || weight === undefined ? String(way) : `${way} (${weight})`;
}

/** A curve for each way along its weights, of medians over seeds. */
function tradeoff(rows: readonly Row[]) {
  const points = [...grouped(rows, ({ target, ...row }) => `${target} ${seriesOf(row)}`).values()].map(
    (all) => ({
      ...{ series: curveOf(all[0]!), panel: atFirstTitle(all[0]!.target) },
      ...{ x: medianOf(all, "loss"), y: medianOf(all, "probability") },
    }),
  );
  const axes = { x: "task’s loss / variance", y: "P(harm)", ticks: "decades", columns: 2 } as const;
  return curves(points, axes);
}

/** As the palette knows them. */
function curveOf({ way }: Row): string {
  const [, task, order] = /^(samples, )?order (\d)$/.exec(String(way)) ?? [];
  if (order !== undefined) return `order ${order} ${task ? "for the harm" : "for both"}`;
  return way === "order 2, no harm" ? "order 2 for the task" : String(way);
}

function medianOf(rows: readonly Row[], column: string): number {
  return median(rows.map((row) => Number(row[column])));
}

/** For each way the true probability, of each seed, and the task's loss, the median. */
function harmTable(rows: readonly Row[]): Table {
  const targets = [...grouped(rows, ({ target }) => String(target))];
  return [
    ["", ...targets.flatMap(([target]) => [atFirstTitle(target), "loss", "harm seen"])],
    ...eachWay(rows).map((series) => [
      series,
      ...targets.flatMap(([, of]) => {
        const some = of.filter((row) => seriesOf(row) === series);
        const seen = some.map(({ harmed }) => harmed ?? "–");
        const harms = seen.every((each) => each === "–") ? "–" : seen.join(", ");
        return [listed(some, "probability"), medianOf(some, "loss").toPrecision(2), harms];
      }),
    ]),
  ];
}

/** What orders 2 and 3 say of the same. */
function estimatesTable(rows: readonly Row[]): Table {
  const targets = [...grouped(rows, ({ target }) => String(target))];
  const columns = ["probability", "order2", "order3"];
  return [
    ["", ...targets.flatMap(([target]) => [atFirstTitle(target), "order 2 says", "order 3 says"])],
    ...eachWay(rows).map((series) => [
      series,
      ...targets.flatMap(([, of]) => {
        const some = of.filter((row) => seriesOf(row) === series);
        return columns.map((column) => listed(some, column));
      }),
    ]),
  ];
}

function atFirstTitle(target: Row[string] | undefined): string {
  return `P near ${Number(target).toExponential()} at first`;
}

function listed(rows: readonly Row[], column: string): string {
  return rows.map((row) => scientific(Number(row[column]))).join(", ");
}

function eachWay(rows: readonly Row[]): string[] {
  return [...grouped(rows, seriesOf).keys()];
}

function scientific(x: number): string {
  return x === 0 ? "0" : x.toExponential(1);
}
