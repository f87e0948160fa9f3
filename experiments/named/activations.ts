import { curves } from "../charts/curves.ts";
import { measuredPoint } from "../charts/measured-point.ts";
import type { Experiment, Row, Table } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { across } from "../measure/across.ts";
import { advantage, advantageText } from "../measure/advantage.ts";
import { judgedPoints } from "../measure/judged-points.ts";
import { estimator, ORDER_4, ORDERS_TO_3 } from "../measure/methods.ts";
import { eachGroup } from "../measure/series.ts";
import { randomSubject } from "../measure/subject.ts";
import { summarise, summaryText } from "../measure/summary.ts";

const TO_3 = ORDERS_TO_3.map(estimator);
const TO_4 = [...TO_3, estimator(ORDER_4)];

/** tanh at its critical point, where signals neither die nor saturate. */
const LAWS = [
  { activation: "relu", initialisation: "he" },
  { activation: "gelu", initialisation: "he" },
  { activation: "tanh", initialisation: "critical" },
  { activation: "sigmoid", initialisation: "he" },
] as const;

const DEPTH = 4;
const FULL = [
  { width: 32, seeds: 8, samples: 2 ** 19, candidates: TO_4 },
  { width: 64, seeds: 4, samples: 2 ** 20, candidates: TO_4 },
  { width: 128, seeds: 2, samples: 2 ** 20, candidates: TO_4 },
  { width: 256, seeds: 1, samples: 2 ** 20, candidates: TO_3 },
];
const QUICK = [
  { width: 16, seeds: 1, samples: 2 ** 17, candidates: TO_4 },
  { width: 32, seeds: 1, samples: 2 ** 17, candidates: TO_3 },
];

const experiment: Experiment = {
  question: "relu, gelu, tanh at its critical point, sigmoid: error against width, 4 hidden layers",
  points: async (quick) =>
    LAWS.flatMap((law) =>
      (quick ? QUICK : FULL).flatMap(({ width, seeds, samples, candidates }) =>
        Array.from({ length: seeds }, (_, s) => {
          const subject = randomSubject({ ...law, width, depth: DEPTH, seed: s + 1 });
          return judgedPoints(subject, candidates, samples);
        }).flat(),
      ),
    ),
  figures: (rows) => ({ error: errors(rows) }),
  tables: (rows) => Object.fromEntries([...byActivation(rows)].map(([name, of]) => [name, table(of)])),
};
export default experiment;

function errors(rows: readonly Row[]) {
  const points = [...byActivation(rows)].flatMap(([panel, of]) =>
    eachGroup(of, "width", (series, width, some) => measuredPoint(some, { series, panel, x: width })),
  );
  return curves(points, { x: "width n", y: "vnMSE", ticks: "values", columns: 2 });
}

/** Errors, and how far ahead of sampling they are in equal time. */
function table(rows: readonly Row[]): Table {
  const cell = (of: readonly Row[]) =>
    `${summaryText(summarise(of))}, ${advantageText(advantage(of, "time"))}`;
  return across(rows, "width", (width) => `n = ${width}`, cell);
}

function byActivation(rows: readonly Row[]): Map<string, Row[]> {
  return grouped(rows, ({ activation }) => String(activation));
}
