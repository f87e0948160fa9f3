import { withPrefix } from "../../src/cli/numbers.ts";
import { makeNetwork, randomNetwork } from "../../src/index.ts";
import type { Network } from "../../src/network/network.ts";
import { ROUNDS, type Round } from "../../src/whest/rounds.ts";
import { curves } from "../charts/curves.ts";
import type { Experiment, Row, Table } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { judgedPoints } from "../measure/judged-points.ts";
import { estimator, ORDERS_TO_3 } from "../measure/methods.ts";
import { seriesOf } from "../measure/series.ts";
import type { Size, Subject } from "../measure/subject.ts";
import { mean } from "../measure/summary.ts";

const CANDIDATES = ORDERS_TO_3.map(estimator);

/** Samples of the truth of one network of each round, which take about as long each. */
const TRUTH: Readonly<Record<Round["name"], number>> = {
  "v1-warmup": 2 ** 22,
  "v1-phase1": 2 ** 20,
  "v2-phase2": 2 ** 17,
};
const QUICK = { width: 32, depth: 8, samples: 2 ** 18 };

/** A smaller share of the budget earns no more (docs/whest.md). */
const LEAST_SHARE = 0.1;

const experiment: Experiment = {
  question: "which order wins on networks like the white-box estimation challenge's, at which FLOPs",
  points: async (quick) => {
    const rounds = ROUNDS.map(({ name, width, depth }) => ({ width, depth, samples: TRUTH[name] }));
    return (quick ? [QUICK] : rounds).flatMap(({ samples, ...size }) =>
      judgedPoints(challengeSubject(size), CANDIDATES, samples),
    );
  },
  figures: (rows) => ({ error: errors(rows) }),
  tables: (rows) => Object.fromEntries([...bySize(rows)].map(([size, of]) => [size, table(of)])),
};
export default experiment;

/** Square He layers, ReLU after every one, the last included; `depth` counts them all. */
function challengeSubject({ width, depth }: Size): Subject {
  let drawn: Promise<Network> | null = null;
  const draw = async () => {
    const { layers } = await randomNetwork({ width, depth: depth - 1, seed: 1 });
    return makeNetwork({ layers: layers.map((layer) => ({ ...layer, activation: "relu" })) });
  };
  return {
    name: `challenge ${width}x${depth} seed 1`,
    facts: { activation: "relu", width, depth, seed: 1 },
    size: { width, depth: depth - 1 },
    load: () => {
      drawn ??= draw();
      return drawn;
    },
  };
}

function bySize(rows: readonly Row[]): Map<string, Row[]> {
  return grouped(rows, ({ width, depth }) => `${width}x${depth}`);
}

/** Raw errors, beside those of as many samples as cost the same. */
function errors(rows: readonly Row[]) {
  const points = [...bySize(rows)].flatMap(([panel, of]) => {
    const each = of.map((row) => {
      const { mse, error, bound } = rawOf(row);
      return { series: seriesOf(row), panel, x: Number(row.flops), y: mse, error, bound };
    });
    const costs = of.map((row) => Number(row.samples_for_flops));
    const line = of.map((row, at) => {
      return { series: "sampling", panel, x: Number(row.flops), y: variance(of) / costs[at]!, bare: true };
    });
    return [...each, ...line];
  });
  return curves(points, { x: "FLOP", y: "final-layer MSE", ticks: "decades" });
}

/** The raw MSE, or what it is below where the truth cannot tell it from zero. */
function rawOf(row: Row) {
  const scale = Number(row.mse) / Number(row.vnmse);
  const error = scale * Number(row.noise);
  const mse = Number(row.mse);
  const unresolved = mse < 2 * error;
  return {
    mse: unresolved ? Math.max(mse, 0) + 2 * error : mse,
    error,
    bound: unresolved ? ("below" as const) : undefined,
  };
}

/** Mean variance of the last layer's neurons. */
function variance(rows: readonly Row[]): number {
  return mean(rows, "mse") / mean(rows, "vnmse");
}

function table(rows: readonly Row[]): Table {
  const round = ROUNDS.find(({ width, depth }) => width === rows[0]!.width && depth === rows[0]!.depth);
  const head = ["estimate", "FLOP", "final-layer MSE", "vnMSE × samples of the same FLOP"];
  return [
    [...head, ...(round ? ["× for FLOP", "adjusted"] : [])],
    ...rows.map((row) => {
      const { mse, bound } = rawOf(row);
      const [flops, samples] = [Number(row.flops), Number(row.samples_for_flops)];
      const ratio = (mse / variance(rows)) * samples;
      const sign = bound ? "< " : "";
      const share = round ? Math.max(LEAST_SHARE, flops / round.budget) : null;
      const score = share === null ? [] : [share.toPrecision(2), `${sign}${(share * mse).toExponential(1)}`];
      return [
        `${seriesOf(row)}${row.unreliable ? "*" : ""}`,
        withPrefix(flops),
        `${sign}${mse.toExponential(2)}`,
        `${sign}${ratio.toPrecision(2)}`,
        ...score,
      ];
    }),
  ];
}
