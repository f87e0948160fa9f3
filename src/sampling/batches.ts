import { KpropError } from "../errors.ts";
import type { Evaluation } from "./evaluator.ts";
import type { Moments } from "./moments.ts";
import type { Sink } from "./outputs.ts";

/** Batches that samples are cut into, one after the other: enough to see how means are spread, few enough to keep. */
export const BATCHES = 64;

/** Moments of what a network gives, and how the errors of its means hang together. */
export interface BatchedMoments {
  /** How many samples these are of. */
  readonly samples: number;
  /** Of all samples. */
  readonly output: Moments;
  /**
   * One vector y for each batch, its mean less that of all, scaled so that Σ y yᵀ estimates the covariance of the errors of
   * `output.mean`. Errors of different outputs are correlated, batches are independent. Zeros of batches that were not begun.
   */
  readonly deviations: readonly Float64Array[];
}

/** Batches from which bounds can be had, should there be no time for all. */
const ENOUGH = BATCHES / 2;

/** Sums what a network gives, draw after draw and batch by batch: plain sums in the draws' order, whoever drew them. */
export class BatchSums implements Sink<BatchedMoments> {
  private readonly samples: number;
  private readonly width: number;
  /** The first draw, from which all others are measured: rounding is relative to the spread, not to the mean. */
  private readonly origin: Float64Array;
  private readonly sums: Float64Array[];
  private readonly squares: Float64Array;
  private readonly inTime: boolean;
  private done = 0;

  /** `inTime`: so many whole batches will do as there is time for. */
  constructor({ network, settings }: Evaluation, inTime = false) {
    this.inTime = inTime;
    this.samples = settings.samples;
    this.width = network.layers.at(-1)!.weight.rows;
    this.origin = new Float64Array(this.width);
    this.sums = Array.from({ length: BATCHES }, () => new Float64Array(this.width));
    this.squares = new Float64Array(this.width);
  }

  take(values: Float64Array): void {
    const { width, samples } = this;
    if (this.done === 0) this.origin.set(values.subarray(0, width));
    for (let at = 0; at < values.length; at += width) {
      const batch = Math.floor((this.done * BATCHES) / samples);
      this.add(values.subarray(at, at + width), this.sums[batch]!);
      this.done++;
    }
  }

  private add(draw: Float64Array, sum: Float64Array): void {
    for (let i = 0; i < draw.length; i++) {
      const x = draw[i]! - this.origin[i]!;
      sum[i]! += x;
      this.squares[i]! += x * x;
    }
  }

  settles(): boolean {
    return this.inTime && this.done >= firstOf(ENOUGH, this.samples);
  }

  /** @throws KpropError `not-finite` if a variance overflows */
  result(): BatchedMoments {
    const { done: samples, origin, sums, squares } = this;
    const total = origin.map((_, i) => sums.reduce((sum, batch) => sum + batch[i]!, 0));
    const spread = squares.map((x, i) => x - (total[i]! * total[i]!) / samples);
    if (!spread.every(Number.isFinite))
      throw new KpropError("not-finite", "the outputs' variance overflowed");
    const variance = spread.map((x) => Math.max(0, x) / (samples - 1));
    const output = {
      mean: origin.map((x, i) => x + total[i]! / samples),
      variance,
      standardError: variance.map((x) => Math.sqrt(x / samples)),
    };
    return { samples, output, deviations: this.deviations(total) };
  }

  /** Of each of B batches of about equal size s, N samples together: (mean − mean of all) · s/N · √(B/(B − 1)). */
  private deviations(total: Float64Array): Float64Array[] {
    const { done, samples, sums } = this;
    const begun = Math.ceil((done * BATCHES) / samples);
    const scale = Math.sqrt(begun / (begun - 1)) / done;
    return sums.map((sum, batch) => {
      const size = Math.min(done, firstOf(batch + 1, samples)) - Math.min(done, firstOf(batch, samples));
      return sum.map((x, i) => (x - (size * total[i]!) / done) * scale);
    });
  }
}

/** The first draw of a batch: batch b has those d with ⌊64 d/N⌋ = b. */
function firstOf(batch: number, samples: number): number {
  return Math.ceil((batch * samples) / BATCHES);
}
