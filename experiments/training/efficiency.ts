import type { Row } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";

/** The rows of one run, in the order of their steps. */
export class Curve {
  readonly rows: readonly Row[];

  constructor(rows: readonly Row[]) {
    this.rows = rows;
  }

  /** Samples only end early when they diverge. */
  get isDiverged(): boolean {
    return this.isSampled && this.rows.at(-1)!.stopped === 1;
  }

  private get isSampled(): boolean {
    return this.rows[0]!.source === "samples";
  }

  /** The last row; of samples the last within those FLOPs. */
  end(flops: number): Row {
    const { isSampled } = this;
    // Steps are whole: they may overshoot by half of one.
    const within = this.rows.filter((row) => !isSampled || Number(row.flops) <= 1.01 * flops);
    return within.at(-1)!;
  }

  /** What it took to come down to a loss, between steps by powers; Infinity: it never did. */
  taken(loss: number, by: "flops" | "seconds"): number {
    const after = this.rows.findIndex((row) => Number(row.loss) <= loss);
    if (after < 0) return Infinity;
    const [low, high] = [this.rows[Math.max(0, after - 1)]!, this.rows[after]!];
    if (Number(low[by]) === 0) return Number(high[by]);
    return between(low, high, by, partOf(loss, low, high, "loss"));
  }

  /** After so many steps, at least 1: between those looked at by powers; where it ended if that was before. */
  lossAfter(step: number): number {
    const after = this.rows.findIndex((row) => Number(row.step) >= step);
    if (after < 0) return Number(this.rows.at(-1)!.loss);
    const [low, high] = [this.rows[after - 1]!, this.rows[after]!];
    return Number(low.step) === 0
      ? Number(high.loss)
      : between(low, high, "loss", partOf(step, low, high, "step"));
  }
}

/** What part of the way from one row to another, on a logarithmic scale, a column's value is. */
function partOf(value: number, low: Row, high: Row, column: string): number {
  return Math.log(value / Number(low[column])) / Math.log(Number(high[column]) / Number(low[column]));
}

function between(low: Row, high: Row, column: string, part: number): number {
  return Number(low[column]) * (Number(high[column]) / Number(low[column])) ** part;
}

/** A curve for each seed. */
export function curvesOf(rows: readonly Row[], rate: number): Curve[] {
  const some = rows.filter((row) => row.rate === rate);
  return [...grouped(some, ({ seed }) => String(seed)).values()].map((all) => new Curve(all));
}

/** The rate with the least true loss, in the geometric mean over seeds, where the curves are read. */
export function bestRate(rows: readonly Row[], lossOf: (curve: Curve) => number): number {
  const rates = [...new Set(rows.map(({ rate }) => Number(rate)))];
  const losses = rates.map((rate) =>
    geometricMean(curvesOf(rows, rate).map((curve) => (curve.isDiverged ? Infinity : lossOf(curve)))),
  );
  return rates[losses.indexOf(Math.min(...losses))]!;
}

/** "–" if one was stopped, "0.71": how many times what the first took in all the others take for its loss; "> 4": more than they were given. */
export function timesForTheSame(
  own: readonly Curve[],
  others: readonly Curve[],
  by: "flops" | "seconds",
): string {
  if (own.some(({ rows }) => rows.at(-1)!.stopped === 1)) return "–";
  const times = own.map((curve, seed) => {
    const end = curve.rows.at(-1)!;
    const other = others[seed]!;
    const taken = other.taken(Number(end.loss), by);
    const isBound = taken === Infinity;
    return { isBound, value: (isBound ? Number(other.rows.at(-1)![by]) : taken) / Number(end[by]) };
  });
  const mean = geometricMean(times.map(({ value }) => value)).toPrecision(2);
  return times.some(({ isBound }) => isBound) ? `> ${mean}` : mean;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, x) => sum + Math.log(x), 0) / values.length);
}
