import { estimate, type Network, sample } from "../../src/index.ts";
import { drawing } from "../../src/sampling/drawing.ts";
import { sampleFlops } from "../../src/sampling/flops.ts";
import type { Experiment, Point, Row, Table, Watch } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { samplingCost } from "../measure/cost.ts";
import { judge } from "../measure/judge.ts";
import { estimator, ORDER_4, ORDERS_TO_3 } from "../measure/methods.ts";
import { rounded } from "../measure/rounded.ts";
import { randomSubject, type Subject } from "../measure/subject.ts";
import { type Truth, truthGroundwork, truthOf } from "../measure/truth.ts";
import { CHUNK } from "../measure/truth-cache.ts";

/** Sizes, budgets in FLOPs and in seconds, networks of each size, and draws of the samples. */
const FORM = {
  full: {
    ...{ widths: [16, 32, 64, 128, 256, 512], depths: [1, 2, 4, 8, 16, 32], seeds: [1, 2] },
    ...{ budgets: [1e6, 1e7, 1e8, 1e9, 1e10], seconds: [0.03, 0.1, 0.3, 1, 3], draws: 4, truth: 4e10 },
  },
  quick: {
    ...{ widths: [16, 32], depths: [2, 8], seeds: [1] },
    ...{ budgets: [1e6, 1e7], seconds: [0.1], draws: 2, truth: 2e9 },
  },
};
type Form = typeof FORM.full;

/** Sizes at which budgets of time are looked at, and runs of each after one that does not count. */
const TIMED = [
  { width: 32, depth: 4 },
  { width: 128, depth: 8 },
  { width: 256, depth: 4 },
];
const RUNS = 9;

/** Width times depth: a truth of what is larger takes minutes. */
const LARGEST = 8192;

const experiment: Experiment = {
  question: "what a budget buys, beside the best single choice in hindsight, and whether it is kept",
  document: "docs/trust.md",
  points: async (quick) => {
    const form = FORM[quick ? "quick" : "full"];
    const sizes = form.seeds.flatMap((seed) =>
      form.widths.flatMap((width) =>
        form.depths.filter((depth) => width * depth <= LARGEST).map((depth) => ({ width, depth, seed })),
      ),
    );
    return [...TIMED.map((size) => secondsPoint(size, form)), ...sizes.map((size) => flopsPoint(size, form))];
  },
  figures: () => ({}),
  tables: (rows) => ({
    flops: flopsTable(rows.filter(({ part }) => part === "flops")),
    seconds: secondsTable(rows.filter(({ part }) => part === "seconds")),
  }),
};
export default experiment;

interface Size {
  readonly width: number;
  readonly depth: number;
}

function flopsPoint({ width, depth, seed }: Size & { seed: number }, form: Form): Point {
  const subject = randomSubject({ activation: "relu", width, depth, seed });
  const samples = CHUNK * Math.max(3, Math.round(form.truth / ((depth + 1) * 2 * width * width) / CHUNK));
  const spent = form.draws * form.budgets.reduce((sum, budget) => sum + budget, 0);
  return {
    name: `flops ${subject.name}`,
    groundwork: truthGroundwork(subject, samples),
    cost: async () => samplingCost({ width, depth }, spent / ((depth + 1) * 2 * width * width)),
    run: (watch) => flopsRows(subject, samples, form, watch),
  };
}

/** A row for each budget that pays for order 1. */
async function flopsRows(subject: Subject, samples: number, form: Form, watch: Watch): Promise<Row[]> {
  const network = await subject.load();
  const truth = await truthOf(subject, samples);
  const each = sampleFlops(
    network,
    drawing(network.input, network.layers[0]!.weight.columns, null),
    1,
    false,
  );
  const choices = await singleChoices(network, truth, Math.max(...form.budgets), watch);
  const rows: Row[] = [];
  for (const budget of form.budgets.filter((flops) => flops >= choices[0]!.flops)) {
    const [results, drawn]: number[][] = [[], []];
    let last = "";
    for (let seed = 1; seed <= form.draws; seed++) {
      // The seed is none of the truth's.
      const options = { budget: { flops: budget }, seed: 2 ** 40 + seed, signal: watch.signal };
      const { output, certificate, expense, order, kind } = await estimate(network, options);
      results!.push(judge(truth, output.mean).vnmse);
      const share = certificate ? (certificate.samples * each) / budget : 1;
      const isSampled = expense!.runs.length === 0;
      const alone = isSampled ? output.mean : certificate?.sampled.mean;
      drawn!.push(share * (alone ? judge(truth, alone).vnmse : each / budget));
      last = isSampled ? "sampling" : `${order} ${kind}`;
    }
    const { noise } = judge(truth, truth.mean);
    const sampling = { name: "sampling", error: each / budget };
    const paid = [sampling, ...choices.filter(({ flops }) => flops <= budget)];
    const best = paid.reduce((a, b) => (Math.max(b.error, noise) < Math.max(a.error, noise) ? b : a));
    rows.push({
      ...{ part: "flops", ...subject.facts, budget, samples: Math.floor(each > 0 ? budget / each : 0) },
      ...{ vnmse: rounded(mean(results!), 4), sampling: rounded(mean(drawn!), 4), chosen: last },
      ...{ best: best.name, best_vnmse: rounded(best.error, 4), noise: rounded(noise, 3) },
    });
  }
  return rows;
}

async function singleChoices(network: Network, truth: Truth, most: number, { signal }: Watch) {
  const choices: { name: string; flops: number; error: number }[] = [];
  for (const method of [...ORDERS_TO_3, ORDER_4]) {
    const { name, flops, run } = estimator(method);
    const cost = flops(network);
    if (cost > most) continue;
    const found = await run(network, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      if ((error as { code?: string }).code !== "not-finite") throw error;
      return null;
    });
    if (found !== null) choices.push({ name, flops: cost, error: judge(truth, found.output.mean).vnmse });
  }
  return choices;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/** A row for each budget of time: what of it was used, by the clock, and what that is expected to be worth. */
function secondsPoint(size: Size, form: Form): Point {
  const subject = randomSubject({ activation: "relu", ...size, seed: 1 });
  return {
    name: `seconds ${subject.name}`,
    cost: async () => (RUNS + 1) * form.seconds.reduce((sum, seconds) => sum + seconds, 0),
    run: async ({ signal }) => {
      const network = await subject.load();
      await sample(network, { samples: 1024, signal });
      const rows: Row[] = [];
      for (const seconds of form.seconds)
        rows.push({ ...subject.facts, ...(await timedRow(network, seconds, signal)) });
      return rows;
    },
  };
}

async function timedRow(network: Network, seconds: number, signal: AbortSignal): Promise<Row> {
  const [used, errors]: number[][] = [[], []];
  for (let run = 0; run <= RUNS; run++) {
    const start = performance.now();
    const { expense } = await estimate(network, { budget: { seconds }, seed: run, signal });
    if (run === 0) continue;
    used!.push((performance.now() - start) / 1000 / seconds);
    errors!.push(expense!.vnmse);
  }
  const middle = (values: number[]) => rounded(values.sort((a, b) => a - b)[values.length >> 1]!, 3);
  const within = used!.filter((share) => share <= 1.1).length / used!.length;
  return {
    ...{ part: "seconds", budget: seconds, used: middle(used!), used_most: rounded(Math.max(...used!), 3) },
    ...{ within: rounded(within, 3), vnmse: middle(errors!) },
  };
}

const RESOLVED = 2;

/** Where the truth does not tell an error from zero it is taken for its noise. */
function ratioToBest(row: Row): number {
  const least = RESOLVED * Number(row.noise);
  return Math.max(Number(row.vnmse), least) / Math.max(Number(row.best_vnmse), least);
}

function flopsTable(rows: readonly Row[]): Table {
  const line = (name: string, of: readonly Row[]) => {
    const cells = [...grouped(of, ({ width, depth, budget }) => `${width} ${depth} ${budget}`).values()];
    const ratios = cells.map((cell) => mean(cell.map(ratioToBest))).sort((a, b) => a - b);
    const total = (cell: readonly Row[], column: string) => mean(cell.map((row) => Number(row[column])));
    const beside = cells.map((cell) => total(cell, "vnmse") / total(cell, "sampling"));
    const within = ratios.filter((ratio) => ratio <= 2).length / ratios.length;
    const geometric = Math.exp(mean(beside.map((ratio) => Math.log(Math.max(1e-6, ratio)))));
    return [
      name,
      String(cells.length),
      `${(100 * within).toFixed(0)} %`,
      ratios.at(-1)!.toPrecision(2),
      geometric.toPrecision(2),
      `${(100 * (beside.filter((ratio) => ratio > 1.1).length / beside.length)).toFixed(0)} %`,
      Math.max(...beside).toPrecision(3),
    ];
  };
  const head = ["budget", "cells", "within 2× of the best", "farthest", "of sampling", "above 1.1×", "most"];
  return [
    head,
    ...[...grouped(rows, (row) => String(row.budget))].map(([budget, of]) =>
      line(`${Number(budget).toExponential(0)} FLOP`, of),
    ),
    line("all", rows),
  ];
}

function secondsTable(rows: readonly Row[]): Table {
  return [
    ["network", "budget", "used, median", "used, most", "within 1.1×", "expected vnMSE"],
    ...rows.map((row) => [
      `${row.width}×${row.depth}`,
      `${row.budget} s`,
      Number(row.used).toFixed(2),
      Number(row.used_most).toFixed(2),
      `${Math.round(100 * Number(row.within))} %`,
      Number(row.vnmse).toExponential(1),
    ]),
  ];
}
