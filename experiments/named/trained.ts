import { type CurvePoint, curves } from "../charts/curves.ts";
import { measuredPoint } from "../charts/measured-point.ts";
import type { Experiment, Row, Table } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { seriesOf } from "../measure/series.ts";
import { summarise, summaryText } from "../measure/summary.ts";
import { examinePoint } from "../training/examine.ts";
import { digits, spiked, trained } from "../training/networks.ts";

/** In two columns panels with weight decay stand beside those without. */
const AXES = { y: "vnMSE", ticks: "places", columns: 2 } as const;

const experiment: Experiment = {
  question: "error before, during and after training, and on weights with a strong direction",
  points: async (quick) => {
    const examined = [...(quick ? [] : [digits()]), ...trained(quick), ...spiked(quick)];
    return examined.map(examinePoint);
  },
  figures: (rows) => ({
    training: curves(curvePoints(rows, "step"), { x: "step", ...AXES }),
    spiked: curves(curvePoints(rows, "strength"), { x: "spike’s strength", ...AXES }),
  }),
  tables: (rows) => ({ digits: digitsTable(rows), training: trainingTable(rows), spiked: spikedTable(rows) }),
};
export default experiment;

function curvePoints(rows: readonly Row[], column: "step" | "strength"): CurvePoint[] {
  return rows
    .filter((row) => row[column] !== null && row[column] !== undefined)
    .map((row) => {
      const at = { series: seriesOf(row), panel: String(row.network), x: Number(row[column]) };
      return { ...measuredPoint([row], at), doubted: row.unreliable === 1 };
    });
}

/** "5.1e-7", or "4.0e-1 *" where the library calls it unreliable. */
function cell(row: Row | undefined): string {
  if (row === undefined) return "–";
  return `${summaryText(summarise([row]))}${row.unreliable === 1 ? " *" : ""}`;
}

function digitsTable(rows: readonly Row[]): Table {
  const of = rows.filter(({ network }) => network === "digits");
  return [["estimate", "vnMSE"], ...of.map((row) => [seriesOf(row), cell(row)])];
}

/** Before and after, a line for each network and a column for each method. */
function trainingTable(rows: readonly Row[]): Table {
  const of = rows.filter(({ step }) => typeof step === "number");
  const methods = [...grouped(of, seriesOf).keys()];
  const networks = [...grouped(of, ({ network }) => String(network))];
  return [
    ["network", "test accuracy", ...methods],
    ...networks.map(([network, all]) => {
      const last = Math.max(...all.map(({ step }) => Number(step)));
      const at = (method: string, step: number) =>
        cell(all.find((row) => seriesOf(row) === method && row.step === step));
      const accuracy = all.at(-1)!.test_accuracy;
      const right = typeof accuracy === "number" ? `${(100 * accuracy).toFixed(0)} %` : "–";
      return [network, right, ...methods.map((method) => `${at(method, 0)} → ${at(method, last)}`)];
    }),
  ];
}

function spikedTable(rows: readonly Row[]): Table {
  const of = rows.filter(({ strength }) => typeof strength === "number");
  const methods = [...grouped(of, seriesOf).keys()];
  const networks = [...grouped(of, ({ network, strength }) => `${network} | ${strength}`).values()];
  return [
    ["network", "strength", ...methods],
    ...networks.map((all) => [
      String(all[0]!.network),
      String(all[0]!.strength),
      ...methods.map((method) => cell(all.find((row) => seriesOf(row) === method))),
    ]),
  ];
}
