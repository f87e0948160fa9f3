import { randomNetwork } from "../../src/index.ts";
import { studentOf } from "../../src/training/student.ts";
import { type CurvePoint, curves } from "../charts/curves.ts";
import type { Experiment, Point, Row, Table, Watch } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { rounded } from "../measure/rounded.ts";
import {
  byEstimate,
  bySamples,
  estimateFlops,
  type Pair,
  type Reached,
  type Recipe,
} from "../training/distillations.ts";
import { distillerFlops } from "../training/distiller.ts";
import { bestRate, type Curve, curvesOf, geometricMean, timesForTheSame } from "../training/efficiency.ts";
import { outputVariance, trueLoss } from "../training/true-loss.ts";

/** The original's setting, and twice and four times as wide. */
const DEPTH = 4;
const [STEPS, BATCH] = [256, 36];
const RATES = { sgd: [0.25, 0.5, 1], adam: [0.003, 0.01, 0.03] };

const TEACHERS = [
  { width: 16, seeds: [1, 2, 3, 4] },
  { width: 32, seeds: [1, 2, 3] },
  { width: 64, seeds: [1, 2] },
];
const FULL = { teachers: TEACHERS, rates: RATES, steps: STEPS, samples: 2 ** 15 };
const QUICK: typeof FULL = {
  ...{ teachers: [{ width: 16, seeds: [1] }], steps: 16, samples: 2 ** 12 },
  rates: { sgd: [0.5], adam: [0.01] },
};

/** How a student is trained: by the estimate of an order, or by samples. */
type Source = 2 | 3 | "samples";
/** Samples are allowed this many times the FLOPs of order 2. */
const BUDGET = 4;
/** Of the first weights: a student's are not a teacher's. */
const TEACHER_SEED = 1000;

const experiment: Experiment = {
  question: "a student trained on its expected squared difference from a teacher, against SGD on samples",
  points: async (quick) => {
    const form = quick ? QUICK : FULL;
    return form.teachers.flatMap(({ width, seeds }) =>
      seeds.flatMap((seed) =>
        (["sgd", "adam"] as const).flatMap((optimiser) =>
          form.rates[optimiser].flatMap((rate) =>
            ([2, 3, "samples"] as const).map((source) =>
              pointOf(form, { width, seed, optimiser, rate, source }),
            ),
          ),
        ),
      ),
    );
  },
  figures: (rows) => ({ flops: figure(rows, "flops", "FLOPs"), seconds: figure(rows, "seconds", "seconds") }),
  tables: (rows) => ({ steps: afterSteps(rows), losses: losses(rows), efficiency: efficiency(rows) }),
};
export default experiment;

type Run = Recipe & { readonly width: number; readonly seed: number; readonly source: Source };

function pointOf({ steps, samples }: typeof FULL, run: Run): Point {
  const { width, seed, source, optimiser, rate } = run;
  return {
    name: `${width} to ${width / 2} seed ${seed}, ${seriesOf({ source, optimiser })}, rate ${rate}`,
    cost: async () => (await planned(run, steps)).cost,
    run: async (watch) => {
      const pair = await pairOf(run);
      const judged = { samples, signal: watch.signal };
      const variance = rounded(await outputVariance(pair.teacher, judged), 5);
      const rows: Row[] = [];
      for (const { step, network, flops, seconds, estimated, stopped } of await reach(
        run,
        pair,
        steps,
        watch,
      )) {
        const loss = await trueLoss(network, pair.teacher, judged);
        rows.push({
          ...{ width, student: width / 2, seed, source, optimiser, rate, step, flops },
          seconds: rounded(seconds, 4),
          ...{ loss: rounded(loss, 5), estimated: estimated === null ? null : rounded(estimated, 5) },
          ...{ variance, stopped: stopped ? 1 : 0 },
        });
      }
      return rows;
    },
  };
}

/** As many inputs and outputs as the teacher is wide; biases are the student's alone. */
async function pairOf({ width, seed }: Run): Promise<Pair> {
  const teacher = await randomNetwork({ width, depth: DEPTH, seed: TEACHER_SEED + seed });
  return { teacher, student: await studentOf(teacher, { width: width / 2, seed }) };
}

async function reach(run: Run, pair: Pair, steps: number, watch: Watch): Promise<Reached[]> {
  const { source, seed } = run;
  const { checkpoints } = await planned(run, steps);
  if (source !== "samples") return byEstimate(pair, { ...run, order: source }, checkpoints, watch);
  return bySamples(pair, { ...run, batch: BATCH, seed }, checkpoints, watch);
}

/** Powers of two of steps, and for samples what has their FLOPs at order 2. */
async function planned(run: Run, steps: number) {
  const { source } = run;
  const pair = await pairOf(run);
  const doubled = [0, ...powersOfTwo(source === "samples" ? BUDGET * steps : steps)];
  const order = source === "samples" ? 2 : source;
  const [each, sampled] = [estimateFlops(pair, order), BATCH * distillerFlops(pair.teacher, pair.student)];
  const checkpoints =
    source === "samples" ? [...new Set(doubled.map((step) => Math.round((step * each) / sampled)))] : doubled;
  return { checkpoints, cost: (doubled.at(-1)! * each) / PACE };
}

function powersOfTwo(last: number): number[] {
  const powers = [];
  for (let power = 1; power <= last; power *= 2) powers.push(power);
  return powers;
}

/** FLOPs a second, of both. */
const PACE = 5e9;

function seriesOf({ source, optimiser }: Row): string {
  return `${source === "samples" ? "sampling," : `order ${source}`} ${optimiser}`;
}

/** Curves at the rate that was best in the end, for each size, as means over seeds of the loss over the outputs' variance. */
function figure(rows: readonly Row[], x: "flops" | "seconds", title: string) {
  const points = sizesOf(rows).flatMap(([panel, of]) =>
    [...grouped(of, seriesOf)].flatMap(([series, some]): CurvePoint[] => {
      const rate = bestRate(some, atTheEnd(of));
      const steps = grouped(
        some.filter((row) => row.rate === rate && row.stopped === 0 && Number(row.step) > 0),
        ({ step }) => String(step),
      );
      const seeds = new Set(some.map(({ seed }) => seed)).size;
      return [...steps.values()]
        .filter((all) => all.length === seeds)
        .map((all) => ({
          ...{ series, panel, x: geometricMean(all.map((row) => Number(row[x]))) },
          y: geometricMean(all.map(relativeLoss)),
        }));
    }),
  );
  return curves(points, { x: title, y: "true loss / variance", ticks: "decades" });
}

function relativeLoss({ loss, variance }: Row): number {
  return Number(loss) / Number(variance);
}

function sizesOf(rows: readonly Row[]): [string, Row[]][] {
  return [...grouped(rows, ({ width, student }) => `${width} to ${student}`)];
}

/** The FLOPs of order 2 in all its steps: where samples are compared, as they are never stopped. */
function shared(rows: readonly Row[]): number {
  return Math.max(...rows.filter(({ source }) => source === 2).map(({ flops }) => Number(flops)));
}

/** Where a way ends that has those FLOPs. */
function atTheEnd(rows: readonly Row[]): (curve: Curve) => number {
  const flops = shared(rows);
  return (curve) => Number(curve.end(flops).loss);
}

/** After as many steps of the estimate as of samples: "0.74 (0.5)". */
function afterSteps(rows: readonly Row[]): Table {
  const sizes = sizesOf(rows);
  const steps = Math.max(...rows.filter(({ source }) => source === 2).map(({ step }) => Number(step)));
  const lossOf = (curve: Curve) => curve.lossAfter(steps);
  const cell = (of: readonly Row[], way: string, asked: number | null) => {
    const some = of.filter((row) => seriesOf(row) === way);
    const rate = asked ?? bestRate(some, lossOf);
    const all = curvesOf(some, rate);
    if (all.length === 0) return "–";
    const relative = all.map((curve) => lossOf(curve) / Number(curve.rows[0]!.variance));
    return `${geometricMean(relative).toPrecision(2)} (${rate})`;
  };
  const line = (title: string, way: string, rate: number | null) => [
    title,
    ...sizes.map(([, of]) => cell(of, way, rate)),
  ];
  const ways = [...grouped(rows, seriesOf).keys()].filter((way) => !way.startsWith("order 3"));
  return [
    ["trained by", ...sizes.map(([size]) => size)],
    line("order 2 sgd, the original’s rate", "order 2 sgd", 0.5),
    line("sampling, sgd, the original’s rate", "sampling, sgd", 0.25),
    ...ways.map((way) => line(way, way, null)),
    ["FLOPs of an order 2 step in samples", ...sizes.map(([, of]) => samplesOfAStep(of))],
  ];
}

function samplesOfAStep(rows: readonly Row[]): string {
  const each = (source: Source) => {
    const row = rows.find((row) => row.source === source && Number(row.step) > 0)!;
    return Number(row.flops) / Number(row.step);
  };
  return ((BATCH * each(2)) / each("samples")).toFixed(0);
}

/** The end of each way: "0.31 (0.5)", true loss over variance with the rate, then what the estimate says. */
function losses(rows: readonly Row[]): Table {
  const sizes = sizesOf(rows);
  const ways = [...grouped(rows, seriesOf).keys()];
  return [
    ["trained by", ...sizes.map(([size]) => size)],
    ...ways.map((way) => [
      way,
      ...sizes.map(([, of]) => {
        const some = of.filter((row) => seriesOf(row) === way);
        const rate = bestRate(some, atTheEnd(of));
        return ended(curvesOf(some, rate), shared(of), rate);
      }),
    ]),
  ];
}

function ended(all: readonly Curve[], flops: number, rate: number): string {
  const ends = all.map((curve) => curve.end(flops));
  const early = ends.filter(({ stopped }) => stopped === 1).map(({ step }) => Number(step));
  const loss = geometricMean(ends.map(relativeLoss)).toPrecision(2);
  const estimates = ends.map(({ estimated, variance }) => Number(estimated) / Number(variance));
  const isEstimate = ends.every(({ estimated }) => estimated !== null) && early.length === 0;
  return [
    `${loss} (${rate})`,
    ...(isEstimate ? [`said ${geometricMean(estimates).toPrecision(2)}`] : []),
    ...(early.length > 0 ? [`${early.length} stopped at ${early.join(", ")}`] : []),
  ].join("; ");
}

/** How many times an estimate's FLOPs and seconds samples take for the loss that it ends with, at the best rate of each. */
function efficiency(rows: readonly Row[]): Table {
  const sizes = sizesOf(rows);
  const ways = [...grouped(rows, seriesOf).keys()].filter((way) => !way.startsWith("sampling"));
  return [
    ["trained by", ...sizes.flatMap(([size]) => [`${size}: FLOPs`, `${size}: seconds`])],
    ...ways.map((way) => [
      way,
      ...sizes.flatMap(([, of]) => {
        const [own, samples] = [way, way.replace(/order \d/, "sampling,")].map((series) => {
          const some = of.filter((row) => seriesOf(row) === series);
          return curvesOf(some, bestRate(some, atTheEnd(of)));
        });
        return (["flops", "seconds"] as const).map((by) => timesForTheSame(own!, samples!, by));
      }),
    ]),
  ];
}
