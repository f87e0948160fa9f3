import { curves } from "../charts/curves.ts";
import { measuredPoint } from "../charts/measured-point.ts";
import type { Experiment, Row, Table } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { across } from "../measure/across.ts";
import { advantage, advantageText } from "../measure/advantage.ts";
import { exponentOf } from "../measure/exponent.ts";
import { judgedPoints } from "../measure/judged-points.ts";
import { estimator, ORDER_4, ORDERS_TO_3 } from "../measure/methods.ts";
import { eachGroup, seriesOf } from "../measure/series.ts";
import { slope, slopeText } from "../measure/slope.ts";
import { HE_RELU, randomSubject } from "../measure/subject.ts";
import { mean, summarise, summaryText } from "../measure/summary.ts";

const CHEAP = ORDERS_TO_3.map(estimator);
const DEAR = [...CHEAP, estimator({ order: 3, kind: "augment" }), estimator(ORDER_4)];
const ALL = [...DEAR, estimator({ order: 4, kind: "augment" })];

const DEPTH = 4;
/** Narrow networks differ more from one another, and cost less. Truths resolve order 4 up to 256, order 3 there. */
const FULL = [
  { width: 8, seeds: 16, samples: 2 ** 19, candidates: ALL },
  { width: 16, seeds: 16, samples: 2 ** 19, candidates: ALL },
  { width: 32, seeds: 8, samples: 2 ** 20, candidates: ALL },
  { width: 64, seeds: 4, samples: 2 ** 21, candidates: ALL },
  { width: 128, seeds: 4, samples: 2 ** 22, candidates: DEAR },
  { width: 256, seeds: 2, samples: 2 ** 22, candidates: DEAR },
  { width: 512, seeds: 1, samples: 2 ** 20, candidates: CHEAP },
  { width: 1024, seeds: 1, samples: 2 ** 18 + 2 ** 17, candidates: CHEAP },
];
const QUICK = [
  { width: 8, seeds: 4, samples: 2 ** 18, candidates: DEAR },
  { width: 16, seeds: 4, samples: 2 ** 18, candidates: DEAR },
  { width: 32, seeds: 2, samples: 2 ** 18, candidates: DEAR },
  { width: 64, seeds: 1, samples: 2 ** 19, candidates: CHEAP },
];
/** Samples that lend the test network's truth the shape of its errors. */
const SHAPE = 2 ** 20;

/** Narrower networks are too deep for their width: the power law is that of wide ones. */
const FITTED_FROM = 32;

/** The methods whose cost in sampling is drawn. */
const COMPARED = ["order 2 simple", "order 3 simple", "order 4 simple"];

const experiment: Experiment = {
  question: "how the error falls with the width, and that of sampling at equal FLOPs",
  points: async (quick) => {
    const drawn = (quick ? QUICK : FULL).flatMap(({ width, seeds, samples, candidates }) =>
      Array.from({ length: seeds }, (_, s) => {
        const subject = randomSubject({ activation: "relu", width, depth: DEPTH, seed: s + 1 });
        return judgedPoints(subject, candidates, samples);
      }),
    );
    const known = quick ? [] : judgedPoints(HE_RELU, DEAR, SHAPE);
    return [...drawn.flat(), ...known];
  },
  figures: (rows) => ({ error: errors(rows), "equal-flops": equalFlops(rows) }),
  tables: (rows) => ({
    exponents: exponents(rows),
    errors: byWidth(rows, (of) => summaryText(summarise(of))),
    "equal FLOP": byWidth(rows, (of) => advantageText(advantage(of, "flops"))),
  }),
};
export default experiment;

function errors(rows: readonly Row[]) {
  const points = eachGroup(rows, "width", (series, width, of) => measuredPoint(of, { series, x: width }));
  return curves(points, { x: "width n", y: "vnMSE", ticks: "values" });
}

/** Each method in a panel of its own beside as many samples as cost its FLOPs. */
function equalFlops(rows: readonly Row[]) {
  const points = eachGroup(rows, "width", (series, width, of) => [
    measuredPoint(of, { series, panel: series, x: width }),
    { series: "sampling, equal FLOP", panel: series, x: width, y: 1 / mean(of, "samples_for_flops") },
  ]);
  const compared = points.flat().filter(({ panel }) => COMPARED.includes(panel!));
  return curves(compared, { x: "width n", y: "vnMSE", ticks: "values" });
}

function exponents(rows: readonly Row[]): Table {
  const lines = [...grouped(rows, seriesOf)].map(([series, of]) => {
    const wide = [...grouped(of, (row) => String(row.width))].filter(
      ([width]) => Number(width) >= FITTED_FROM,
    );
    const sampled = wide.map(([width, some]) => ({
      x: Number(width),
      y: 1 / mean(some, "samples_for_flops"),
    }));
    const fitted = exponentOf(of, "width", FITTED_FROM);
    return [series, `−${of[0]!.order}`, slopeText(fitted), slopeText(slope(sampled))];
  });
  return [["estimate", "expected", "fitted", "sampling at equal FLOP"], ...lines];
}

function byWidth(rows: readonly Row[], cell: (rows: readonly Row[]) => string): Table {
  return across(rows, "width", (width) => `n = ${width}`, cell);
}
