import { type CurvePoint, curves } from "../charts/curves.ts";
import { measuredPoint } from "../charts/measured-point.ts";
import type { Experiment, Row, Table } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { across } from "../measure/across.ts";
import { advantage, advantageText } from "../measure/advantage.ts";
import { exponentOf } from "../measure/exponent.ts";
import { judgedPoints } from "../measure/judged-points.ts";
import { estimator, ORDER_4, ORDERS_TO_3 } from "../measure/methods.ts";
import { eachGroup, seriesOf } from "../measure/series.ts";
import { slopeText } from "../measure/slope.ts";
import { randomSubject } from "../measure/subject.ts";
import { summarise, summaryText } from "../measure/summary.ts";

const TO_3 = ORDERS_TO_3.map(estimator);
const TO_4 = [...TO_3, estimator(ORDER_4)];

/** Networks of one size: how many, and the size of their truths; order 4 on so many of them. */
interface Sizes {
  readonly width: number;
  readonly depth: number;
  readonly seeds: number;
  readonly samples: number;
  readonly order4: number;
}

/** The deeper, the larger the errors, so that smaller truths resolve them. */
const WIDE: readonly Sizes[] = [
  { width: 256, depth: 1, seeds: 2, samples: 2 ** 19, order4: 2 },
  { width: 256, depth: 2, seeds: 2, samples: 2 ** 20, order4: 2 },
  { width: 256, depth: 4, seeds: 2, samples: 2 ** 22, order4: 2 },
  { width: 256, depth: 8, seeds: 2, samples: 2 ** 20, order4: 1 },
  { width: 256, depth: 12, seeds: 2, samples: 2 ** 18, order4: 0 },
  { width: 256, depth: 16, seeds: 2, samples: 2 ** 18, order4: 0 },
];
const FULL = [
  ...narrow(32, 6, 2 ** 18, [1, 2, 4, 8, 12, 16]),
  ...narrow(64, 3, 2 ** 19, [1, 2, 4, 8, 12, 16]),
  ...WIDE,
];
const QUICK = [...narrow(32, 2, 2 ** 18, [1, 2, 4, 8])];

function narrow(width: number, seeds: number, samples: number, depths: readonly number[]): Sizes[] {
  return depths.map((depth) => ({ width, depth, seeds, samples, order4: seeds }));
}

const experiment: Experiment = {
  question: "how the error grows with the depth, and where higher orders and where sampling win",
  points: async (quick) =>
    (quick ? QUICK : FULL).flatMap(({ width, depth, seeds, samples, order4 }) =>
      Array.from({ length: seeds }, (_, s) =>
        judgedPoints(
          randomSubject({ activation: "relu", width, depth, seed: s + 1 }),
          s < order4 ? TO_4 : TO_3,
          samples,
        ),
      ).flat(),
    ),
  figures: (rows) => ({ error: errors(rows), advantage: advantages(rows), ratio: ratios(rows) }),
  tables: (rows) => ({ ...errorTables(rows), best: best(rows), exponents: exponents(rows) }),
};
export default experiment;

const AXES = { x: "hidden layers L", y: "vnMSE", ticks: "values" } as const;

/** Without single layers, which are exact. */
function errors(rows: readonly Row[]) {
  return curves(
    eachSize(deep(rows), (series, depth, of) =>
      measuredPoint(of, { series, x: depth, panel: `n = ${of[0]!.width}` }),
    ),
    AXES,
  );
}

function advantages(rows: readonly Row[]) {
  const points = eachSize(deep(rows), (series, depth, of): CurvePoint[] => {
    const { factor, atLeast } = advantage(of, "time");
    const at = { x: depth, panel: `n = ${of[0]!.width}` };
    return [
      { series, ...at, y: factor, bound: atLeast ? "above" : undefined },
      { series: "sampling", ...at, y: 1, bare: true },
    ];
  });
  return curves(points.flat(), { ...AXES, y: "times ahead of sampling in equal time" });
}

/** All sizes together: vnMSE against L/n. */
function ratios(rows: readonly Row[]) {
  const simple = deep(rows).filter(({ kind }) => kind === "simple");
  const points = eachSize(simple, (_, depth, of) => {
    const { order, width } = of[0]!;
    return measuredPoint(of, { series: `order ${order}, n = ${width}`, x: depth / Number(width) });
  });
  return curves(points, { x: "L / n", y: "vnMSE", ticks: "decades", scattered: true });
}

function exponents(rows: readonly Row[]): Table {
  const widths = [...grouped(rows, (row) => String(row.width)).keys()];
  const lines = [...grouped(rows, seriesOf)].map(([series, some]) => {
    const byWidth = grouped(some, (row) => String(row.width));
    const cells = widths.map((width) => slopeText(exponentOf(byWidth.get(width) ?? [], "depth", 2)));
    return [series, String(some[0]!.order), ...cells];
  });
  return [["estimate", "expected", ...widths.map((width) => `n = ${width}`)], ...lines];
}

/** A table for each width; an asterisk where an estimate calls itself unreliable. */
function errorTables(rows: readonly Row[]): Record<string, Table> {
  const tables = [...grouped(rows, (row) => String(row.width))].map(([width, of]) => {
    const cell = (group: readonly Row[]) =>
      summaryText(summarise(group)) + (group.some(({ unreliable }) => unreliable) ? " *" : "");
    return [`errors at ${width}`, across(of, "depth", (depth) => `L = ${depth}`, cell)] as const;
  });
  return Object.fromEntries(tables);
}

/** For each size the estimate with the least error and the one that is furthest ahead of sampling in equal time. */
function best(rows: readonly Row[]): Table {
  const sizes = grouped(deep(rows), ({ width, depth }) => `${width} × ${depth}`);
  const lines = [...sizes].map(([size, of]) => {
    const methods = [...grouped(of, seriesOf)];
    const least = methods.toSorted((a, b) => standing(a[1]) - standing(b[1]))[0]!;
    const ahead = methods.toSorted(
      (a, b) => advantage(b[1], "time").factor - advantage(a[1], "time").factor,
    )[0]!;
    const won = advantage(ahead[1], "time");
    return [
      size,
      least[0],
      summaryText(summarise(least[1])),
      won.factor < 1 ? "sampling" : ahead[0],
      advantageText(won),
    ];
  });
  return [["n × L", "least error", "vnMSE", "best in equal time", "against sampling"], ...lines];
}

function standing(rows: readonly Row[]): number {
  const { vnmse, unresolved, upper } = summarise(rows);
  return unresolved ? upper : vnmse;
}

function deep(rows: readonly Row[]): Row[] {
  return rows.filter(({ depth }) => Number(depth) > 1);
}

/** What `of` gives for each series on networks of each size. */
function eachSize<T>(
  rows: readonly Row[],
  of: (series: string, depth: number, rows: readonly Row[]) => T,
): T[] {
  return [...grouped(rows, (row) => String(row.width)).values()].flatMap((some) =>
    eachGroup(some, "depth", of),
  );
}
