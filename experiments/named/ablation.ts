import { curves } from "../charts/curves.ts";
import { measuredPoint } from "../charts/measured-point.ts";
import type { Experiment, Row, Table } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { across } from "../measure/across.ts";
import { exponentOf } from "../measure/exponent.ts";
import { judgedPoints } from "../measure/judged-points.ts";
import { estimator } from "../measure/methods.ts";
import { eachGroup, seriesOf } from "../measure/series.ts";
import { slopeText } from "../measure/slope.ts";
import { HE_RELU, randomSubject } from "../measure/subject.ts";
import { summarise, summaryText } from "../measure/summary.ts";
import { withoutPowers } from "../measure/without-powers.ts";

const CANDIDATES = [
  estimator({ order: 2, kind: "simple" }),
  withoutPowers,
  estimator({ order: 3, kind: "simple" }),
  estimator({ order: 3, kind: "base" }),
];

const DEPTH = 4;
/** The same networks and truths as those of `width`. */
const FULL = [
  { width: 16, seeds: 16, samples: 2 ** 19 },
  { width: 32, seeds: 8, samples: 2 ** 20 },
  { width: 64, seeds: 4, samples: 2 ** 21 },
  { width: 128, seeds: 4, samples: 2 ** 22 },
  { width: 256, seeds: 2, samples: 2 ** 22 },
];
const QUICK = [
  { width: 16, seeds: 4, samples: 2 ** 18 },
  { width: 32, seeds: 2, samples: 2 ** 18 },
  { width: 64, seeds: 1, samples: 2 ** 19 },
];
/** Samples that lend the test network's truth the shape of its errors. */
const SHAPE = 2 ** 20;

/** As in `width`. */
const FITTED_FROM = 32;

const experiment: Experiment = {
  question: "what is lost without power cumulants, and without the trace of degree 4 at order 3",
  points: async (quick) => {
    const drawn = (quick ? QUICK : FULL).flatMap(({ width, seeds, samples }) =>
      Array.from({ length: seeds }, (_, s) =>
        judgedPoints(
          randomSubject({ activation: "relu", width, depth: DEPTH, seed: s + 1 }),
          CANDIDATES,
          samples,
        ),
      ).flat(),
    );
    return [...drawn, ...(quick ? [] : judgedPoints(HE_RELU, CANDIDATES, SHAPE))];
  },
  figures: (rows) => ({
    error: curves(
      eachGroup(rows, "width", (series, width, of) => measuredPoint(of, { series, x: width })),
      { x: "width n", y: "vnMSE", ticks: "values" },
    ),
  }),
  tables: (rows) => ({ errors: errors(rows) }),
};
export default experiment;

/** With the exponents of n in the last column. */
function errors(rows: readonly Row[]): Table {
  const [head, ...lines] = across(
    rows,
    "width",
    (width) => `n = ${width}`,
    (of) => summaryText(summarise(of)),
  );
  const exponents = [...grouped(rows, seriesOf).values()].map((of) =>
    slopeText(exponentOf(of, "width", FITTED_FROM)),
  );
  return [[...head!, "exponent of n"], ...lines.map((line, index) => [...line, exponents[index]!])];
}
