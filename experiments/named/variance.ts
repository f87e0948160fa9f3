import { median } from "../../bench/statistics.ts";
import { type SampleResult, sample, type Variance } from "../../src/index.ts";
import { curves } from "../charts/curves.ts";
import type { Experiment, Point, Row, Table, Watch } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { timesText } from "../measure/advantage.ts";
import { samplingCost } from "../measure/cost.ts";
import { rounded } from "../measure/rounded.ts";
import { randomSubject, type Subject } from "../measure/subject.ts";
import { mean } from "../measure/summary.ts";

const WAYS: readonly Variance[] = ["antithetic", "control", "sobol", "sobol-control"];

const DEPTHS = [1, 2, 4, 8, 16, 32];
const FULL = {
  sizes: [
    { width: 16, samples: 2 ** 16 },
    { width: 64, samples: 2 ** 16 },
    { width: 256, samples: 2 ** 14 },
  ],
  ...{ depths: DEPTHS, seeds: [1, 2], runs: 4 },
};
const QUICK = { sizes: [{ width: 16, samples: 2 ** 12 }], depths: DEPTHS.slice(0, 3), seeds: [1], runs: 2 };

const experiment: Experiment = {
  question: "what control variates, Sobol points and antithetic pairs take off the error of sampling",
  points: async (quick) => {
    const { sizes, depths, seeds, runs } = quick ? QUICK : FULL;
    return sizes.flatMap(({ width, samples }) =>
      depths.flatMap((depth) =>
        seeds.map((seed) =>
          pointOf(randomSubject({ activation: "relu", width, depth, seed }), samples, runs),
        ),
      ),
    );
  },
  figures: (rows) => ({
    samples: figure(rows, "by_samples"),
    seconds: figure(rows, "by_seconds"),
  }),
  tables: (rows) => ({
    samples: table(rows, "by_samples"),
    flops: table(rows, "by_flops"),
    seconds: table(rows, "by_seconds"),
  }),
};
export default experiment;

/** A network, sampled in every way in turns, each time with another seed. */
function pointOf(subject: Subject, samples: number, runs: number): Point {
  return {
    name: `${subject.name}, ${samples} samples`,
    cost: async () => samplingCost(subject.size, (WAYS.length + 1) * (runs + 1) * samples),
    run: async (watch) => rowsOf(subject, samples, runs, watch),
  };
}

async function rowsOf(subject: Subject, samples: number, runs: number, { signal }: Watch): Promise<Row[]> {
  const network = await subject.load();
  const results = new Map<Variance, SampleResult[]>();
  // The first time does not count: engines compile what they meet.
  for (let run = 0; run <= runs; run++) {
    for (const variance of ["plain", ...WAYS] as const) {
      const result = await sample(network, { samples, variance, seed: run, threads: 1, signal });
      if (run > 0) results.set(variance, [...(results.get(variance) ?? []), result]);
    }
  }
  const plain = results.get("plain")!;
  return WAYS.map((variance) => {
    const of = results.get(variance)!;
    const ratio = squaredError(plain) / squaredError(of);
    const flops = plain[0]!.flops / of[0]!.flops;
    const seconds = median(of.map((result, run) => plain[run]!.seconds / result.seconds));
    return {
      ...{ ...subject.facts, variance, samples, runs },
      by_samples: rounded(ratio, 4),
      by_flops: rounded(ratio * flops, 4),
      by_seconds: rounded(ratio * seconds, 4),
    };
  });
}

/** The mean's squared standard errors, over outputs and runs. */
function squaredError(results: readonly SampleResult[]): number {
  return results.reduce(
    (total, { output }) => output.standardError.reduce((sum, error) => sum + error * error, total),
    0,
  );
}

/** Where nothing is left of the error, rounding decides; a network of one hidden layer is known exactly. */
const EXACT = 1e6;

function table(rows: readonly Row[], column: string): Table {
  const depths = [...grouped(rows, (row) => String(row.depth)).keys()];
  const lines = [...grouped(rows, (row) => `n = ${row.width}, ${row.variance}`)].map(([name, of]) => [
    name,
    ...depths.map((depth) => {
      const ratio = average(
        of.filter((row) => String(row.depth) === depth),
        column,
      );
      return ratio > EXACT ? "exact" : `${timesText(ratio)}×`;
    }),
  ]);
  return [["", ...depths.map((depth) => `${depth} hidden`)], ...lines];
}

/** The geometric mean. */
function average(rows: readonly Row[], column: string): number {
  return Math.exp(
    mean(
      rows.map((row) => ({ log: Math.log(Number(row[column])) })),
      "log",
    ),
  );
}

function figure(rows: readonly Row[], column: string) {
  const widest = Math.max(...rows.map((row) => Number(row.width)));
  const points = [...grouped(rows, (row) => `${row.variance} ${row.depth}`).values()].map((of) => ({
    series: String(of[0]!.variance),
    x: Number(of[0]!.depth),
    y: average(
      of.filter((row) => Number(row.width) === widest),
      column,
    ),
  }));
  const shown = points.filter(({ y }) => y < EXACT);
  return curves(shown, { x: "hidden layers", y: "times plain sampling", ticks: "values" });
}
