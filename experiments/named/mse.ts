import { duration, roughCount, withPrefix } from "../../src/cli/numbers.ts";
import type { Kind, Order } from "../../src/combinatorics/tracked.ts";
import { hasChain } from "../../src/propagation/form.ts";
import { type CurvePoint, curves } from "../charts/curves.ts";
import { measuredPoint } from "../charts/measured-point.ts";
import type { Experiment, Row, Table } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { advantage, advantageText } from "../measure/advantage.ts";
import { judgedPoints } from "../measure/judged-points.ts";
import { estimator, type Method, ORDER_4, ORDERS_TO_3 } from "../measure/methods.ts";
import { paperFlops } from "../measure/paper.ts";
import { samplingPoints } from "../measure/sampling.ts";
import { seriesOf } from "../measure/series.ts";
import { HE_RELU, randomSubject } from "../measure/subject.ts";
import { mean, summarise, summaryText } from "../measure/summary.ts";

/** A form is named where it is not the one that is chosen. */
const METHODS: readonly Method[] = [
  ...ORDERS_TO_3,
  { order: 3, kind: "simple", form: "dense" },
  { order: 3, kind: "augment-tree", form: "dense" },
  { order: 3, kind: "augment" },
  ORDER_4,
];
/** At n = 256 it would take 32 GiB. */
const NARROW_ONLY: Method = { order: 4, kind: "simple", form: "dense" };

const FULL = { width: 256, seeds: [1, 2, 3, 4], samples: 2 ** 22, counts: [6, 10, 14, 18] };
const QUICK = { width: 32, seeds: [1, 2], samples: 2 ** 18, counts: [6, 10, 14] };
const DEPTH = 4;
/** Samples that lend the test network's truth the shape of its errors. */
const SHAPE = 2 ** 20;

/** The expectation of sampling is drawn on to these many samples. */
const DRAWN_TO = 2 ** 26;

const experiment: Experiment = {
  question: "error against FLOPs and against seconds, n = 256, 4 hidden layers",
  points: async (quick) => {
    const { width, seeds, samples, counts } = quick ? QUICK : FULL;
    const drawn = seeds.map((seed) => randomSubject({ activation: "relu", width, depth: DEPTH, seed }));
    const subjects = [
      ...(quick ? [] : [{ subject: HE_RELU, truth: SHAPE }]),
      ...drawn.map((subject) => ({ subject, truth: samples })),
    ];
    const candidates = [...METHODS, ...(quick ? [NARROW_ONLY] : [])].map(estimator);
    const exponents = counts.map((exponent) => 2 ** exponent);
    return subjects.flatMap(({ subject, truth }) => [
      ...samplingPoints(subject, exponents, truth),
      ...judgedPoints(subject, candidates, truth),
    ]);
  },
  figures: (rows) => ({
    flops: figure(rows, "flops", "FLOP"),
    seconds: figure(rows, "seconds", "seconds"),
  }),
  tables: (rows) => ({ factors: factors(rows), sampling: sampling(rows) }),
};
export default experiment;

function figure(rows: readonly Row[], column: "flops" | "seconds", x: string) {
  const points = [...grouped(rows, curveOf)].flatMap(([series, of]) =>
    series === "sampling" ? samplingCurve(of, column) : [measuredPoint(of, { series, x: mean(of, column) })],
  );
  return curves(points, { x, y: "vnMSE", ticks: "decades" });
}

/** Order and kind, and the dense form where there is another. */
function curveOf(row: Row): string {
  const { kind, order, form } = row;
  if (kind === "sampling") return "sampling";
  const other = hasChain(order as Order, kind as Kind) && form === "dense";
  return seriesOf(row) + (other ? ", dense" : "");
}

/** What was measured, and on from there 1/N at the pace of the largest. */
function samplingCurve(rows: readonly Row[], column: string): CurvePoint[] {
  const byCount = [...grouped(rows, (row) => String(row.samples_meanwhile))];
  const points = byCount.map(([, of]) => measuredPoint(of, { series: "sampling", x: mean(of, column) }));
  const [count, last] = byCount.at(-1)!;
  const each = mean(last, column) / Number(count);
  return [...points, { series: "sampling", x: DRAWN_TO * each, y: 1 / DRAWN_TO, bare: true }];
}

function factors(rows: readonly Row[]): Table {
  const head = ["estimate", "FLOP", "of the paper's", "time", "vnMSE", "worth samples"];
  const estimates = rows.filter(({ kind }) => kind !== "sampling");
  return [
    [...head, "against sampling at equal FLOP", "in equal time"],
    ...[...grouped(estimates, curveOf)].map(([series, of]) => {
      const summary = summarise(of);
      const flops = mean(of, "flops");
      const paper = paperFlops(of[0]!);
      const worth = 1 / (summary.unresolved ? summary.upper : summary.vnmse);
      return [
        series,
        withPrefix(flops),
        paper === null ? "–" : (flops / paper).toPrecision(2),
        duration(mean(of, "seconds")),
        summaryText(summary),
        `${summary.unresolved ? "> " : ""}${roughCount(worth)}`,
        advantageText(advantage(of, "flops")),
        advantageText(advantage(of, "time")),
      ];
    }),
  ];
}

function sampling(rows: readonly Row[]): Table {
  const drawn = rows.filter(({ kind }) => kind === "sampling");
  return [
    ["samples", "FLOP", "time", "vnMSE", "times samples"],
    ...[...grouped(drawn, (row) => String(row.samples_meanwhile))].map(([count, of]) => {
      const summary = summarise(of);
      const [flops, time] = [withPrefix(mean(of, "flops")), duration(mean(of, "seconds"))];
      return [count, flops, time, summaryText(summary), (summary.vnmse * Number(count)).toFixed(2)];
    }),
  ];
}
