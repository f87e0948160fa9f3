import type { Experiment, Row, Table } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { seriesOf } from "../measure/series.ts";
import { alarmPoints } from "../silence/alarms.ts";
import { drawnNetworks } from "../silence/families.ts";
import { learntNetworks } from "../silence/learnt.ts";
import { lookPoint } from "../silence/look-point.ts";

const experiment: Experiment = {
  question: "which estimates are off by a tenth of a deviation, and which of them say so",
  document: "docs/trust.md",
  points: async (quick) => [
    ...[...drawnNetworks(quick), ...learntNetworks(quick)].map(lookPoint),
    ...alarmPoints(quick),
  ],
  figures: () => ({}),
  tables: (rows) => {
    const of = rows.filter(({ part, off }) => part !== "alarms" && off !== null);
    return {
      families: table("networks", of, ({ family }) => String(family)),
      methods: table("estimate", of, seriesOf),
      silent: silentTable(of),
      alarms: alarmTable(rows.filter(({ part }) => part === "alarms")),
    };
  },
};
export default experiment;

/** Deviations: estimates off by more are to say so, and those off by less than the smaller number have no reason to. */
const [OFF, GOOD] = [0.1, 0.05];

const isOff = ({ off }: Row) => Number(off) > OFF;
const isGood = ({ off }: Row) => Number(off) < GOOD;

function table(what: string, rows: readonly Row[], key: (row: Row) => string): Table {
  const groups: [string, readonly Row[]][] = [...grouped(rows, key)];
  return [
    [
      ...[what, "networks", "estimates", "off", "of them say so", "said so before", "say so without samples"],
      ...["good", "of them warned", "warned before", "warned without samples", "looked at closely"],
    ],
    ...[...groups, ["all", rows] as const].map(([name, of]) => line(name, of)),
  ];
}

function line(name: string, rows: readonly Row[]): string[] {
  const [off, good] = [rows.filter(isOff), rows.filter(isGood)];
  const share = (of: readonly Row[], said: (row: Row) => boolean) =>
    of.length === 0 ? "–" : `${Number(((100 * of.filter(said).length) / of.length).toFixed(1))} %`;
  const says = (column: string) => (row: Row) => row[column] === 1;
  return [
    ...[name, String(new Set(rows.map(({ point }) => point)).size), String(rows.length)],
    ...[String(off.length), ...["looked", "before", "alone"].map((column) => share(off, says(column)))],
    ...[String(good.length), ...["looked", "before", "alone"].map((column) => share(good, says(column)))],
    share(good, ({ samples }) => Number(samples) >= CLOSE),
  ];
}

/** As many as the first stage of a closer look; on the smallest networks a first look has as many. */
const CLOSE = 1024;

function silentTable(rows: readonly Row[]): Table {
  const silent = rows.filter((row) => isOff(row) && row.looked !== 1);
  return [
    ["network", "estimate", "off by deviations", "samples"],
    ...silent.map((row) => [
      `${row.family}: ${row.network}`,
      seriesOf(row),
      String(row.off),
      String(row.samples),
    ]),
  ];
}

function alarmTable(rows: readonly Row[]): Table {
  const total = (column: string) => String(rows.reduce((sum, row) => sum + Number(row[column]), 0));
  return [
    ["exact network", "looks", "samples of the first", "closer looks of more than these", "alarms"],
    ...rows.map(({ network, looks, first, closer, alarms }) =>
      [network, looks, first, closer, alarms].map(String),
    ),
    ["all", total("looks"), "", total("closer"), total("alarms")],
  ];
}
