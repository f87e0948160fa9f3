import type { Experiment, Row, Table } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { seriesOf } from "../measure/series.ts";
import { summarise, summaryText } from "../measure/summary.ts";
import { digits, spiked, trained } from "../training/networks.ts";
import { certifyPoint, randomNetworks } from "../trust/certify.ts";
import { combinationPoints } from "../trust/combination.ts";
import { coveragePoints } from "../trust/coverage.ts";

const experiment: Experiment = {
  question: "what an estimate says of its own error, what samples say of it, and both combined",
  document: "docs/trust.md",
  points: async (quick) => {
    const last = (step: unknown) => step === (quick ? 256 : 4096);
    const after = trained(quick).filter(({ subject }) => last(subject.facts.step));
    const structured = [...(quick ? [] : [digits()]), ...after, ...spiked(quick)];
    const examined = [...randomNetworks(quick), ...structured];
    return [...combinationPoints(quick), ...examined.map(certifyPoint), ...coveragePoints(quick)];
  },
  figures: () => ({}),
  tables: (rows) => ({
    ladder: ladderTable(certified(rows)),
    trained: certificateTable(certified(rows).filter((row) => sortOf(row) === "trained")),
    spiked: certificateTable(certified(rows).filter((row) => sortOf(row) === "spiked")),
    failures: failureTable(certified(rows)),
    coverage: coverageTable(rows.filter(({ part }) => part === "coverage")),
    combination: combinationTable(rows.filter(({ part }) => part === "combination")),
  }),
};
export default experiment;

function certified(rows: readonly Row[]): Row[] {
  return rows.filter(({ part }) => part === "certificate");
}

function sortOf({ network, strength }: Row): "random" | "trained" | "spiked" {
  if (typeof strength === "number") return "spiked";
  return typeof network === "string" ? "trained" : "random";
}

const short = (x: unknown) => (typeof x === "number" ? x.toExponential(1) : "–");

function certificateTable(rows: readonly Row[]): Table {
  return [
    ["network", "estimate", "error", "foretold", "certificate", "says"],
    ...rows.map((row) => [
      sortOf(row) === "spiked" ? `${row.network}, ${row.strength}` : String(row.network),
      seriesOf(row),
      summaryText(summarise([row])),
      short(row.expected),
      `${short(row.lower)} to ${short(row.upper)}`,
      row.unreliable === 1 ? "unreliable" : refuted(row) ? "refuted" : "",
    ]),
  ];
}

function refuted({ warnings }: Row): boolean {
  return String(warnings).includes("refuted");
}

/** Whether the truth tells the error from zero. */
function resolved({ vnmse, noise }: Row): boolean {
  return Number(vnmse) > 2 * Number(noise);
}

/** Of estimates that do not call themselves unreliable: the squared error over what is foretold, in quantiles. */
function ladderTable(rows: readonly Row[]): Table {
  const of = rows.filter((row) => row.expected !== null && row.unreliable !== 1 && resolved(row));
  const groups = [...grouped(of, (row) => `${sortOf(row)} | ${seriesOf(row)}`)];
  return [
    ["networks", "estimate", "estimates", "a tenth below", "median", "nine tenths below", "largest"],
    ...groups.map(([name, all]) => {
      const ratios = all.map((row) => Number(row.vnmse) / Number(row.expected)).sort((a, b) => a - b);
      const quantile = (part: number) => ratios[Math.floor(part * (ratios.length - 1))]!.toPrecision(2);
      return [...name.split(" | "), String(all.length), ...[0.1, 0.5, 0.9, 1].map(quantile)];
    }),
  ];
}

/** An error so many times what the ladder foretells, or as large as the outputs' own variance, is a failure. */
const FAR = 5;

function failureTable(rows: readonly Row[]): Table {
  const known = rows.filter(resolved);
  const failed = known.filter((row) => {
    const foretold = row.expected === null ? 1 : Math.min(1, FAR * Number(row.expected));
    return Number(row.vnmse) > foretold;
  });
  const silent = failed.filter((row) => row.unreliable !== 1);
  const counts: [string, readonly Row[]][] = [
    ["estimates whose error the truth resolves", known],
    [`failures: off by more than ${FAR} times what is foretold, or than the outputs vary`, failed],
    ["of these called unreliable by the estimate itself", failed.filter((row) => row.unreliable === 1)],
    ["of the others refuted by the samples", silent.filter(refuted)],
    [
      "of the rest within the certificate’s upper bound",
      silent.filter((row) => !refuted(row) && within(row)),
    ],
    ["missed by all", silent.filter((row) => !refuted(row) && !within(row))],
  ];
  return [["", "count"], ...counts.map(([what, of]) => [what, String(of.length)])];
}

function within({ vnmse, upper }: Row): boolean {
  return Number(vnmse) <= Number(upper);
}

function coverageTable(rows: readonly Row[]): Table {
  const share = (of: readonly Row[], holds: (row: Row) => boolean) =>
    `${((100 * of.filter(holds).length) / of.length).toFixed(1)} %`;
  const line = (name: string, of: readonly Row[]) => [
    name,
    String(new Set(of.map(({ width, depth, seed }) => `${width} ${depth} ${seed}`)).size),
    String(of.length),
    share(of, (row) => Number(row.mse) <= Number(row.upper)),
    share(of, (row) => Number(row.mse) >= Number(row.lower)),
  ];
  const groups = [...grouped(rows, ({ depth, samples }) => `${depth} layers, ${samples} samples`)];
  return [
    ["", "networks", "certificates", "below the upper bound", "above the lower"],
    ...groups
      .sort(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
      .map(([name, of]) => line(name, of)),
    line("all", rows),
  ];
}

function combinationTable(rows: readonly Row[]): Table {
  return [
    ["network", "p", "estimate", "samples", "safe", "calibrated"],
    ...rows.map((row) => [
      String(row.network ?? `random, ${row.depth} layers`),
      String(row.dimension),
      seriesOf(row),
      String(row.samples),
      `${Number(row.safe).toFixed(2)} ± ${Number(row.safe_error).toFixed(2)}`,
      row.calibrated === null ? "–" : Number(row.calibrated).toFixed(2),
    ]),
  ];
}
