import type { Arena } from "../backend/arena.ts";
import type { Pointer } from "../backend/instance.ts";
import type { SamplingKernels } from "./kernels.ts";
import type { Block } from "./memory.ts";
import { isPaired, type Variance } from "./variance.ts";

/**
 * Draws whose moments are found together before they are merged into the running ones. The same whatever the
 * batch, so that the sums have one order; at 64 the merge costs little and any batch holds whole blocks.
 */
export const BLOCK = 64;

/** Which layers' moments are kept, and of what. */
export interface Tracked {
  /** Of each layer, in order. */
  readonly widths: readonly number[];
  readonly variance: Variance;
}

export function neurons({ widths }: Tracked): number {
  return widths.reduce((sum, width) => sum + width, 0);
}

/**
 * Numbers in the record of a block of draws: the mean and Σ (x − mean)² of every neuron of the tracked layers, side by
 * side, [mean | m2]; where they come in pairs (see `isPaired`) of the draws, of their partners, and of the pairs' means.
 */
export function recordLength(tracked: Tracked): number {
  return (isPaired(tracked.variance) ? 6 : 2) * neurons(tracked);
}

/** Writes records of blocks: the moments of draws, layer by layer. */
export class BlockMoments {
  private readonly kernels: SamplingKernels;
  private readonly tracked: Tracked;
  private readonly count: number;
  /** The means of a block's pairs. */
  private readonly pairs: Pointer;

  constructor(arena: Arena, kernels: SamplingKernels, tracked: Tracked) {
    this.kernels = kernels;
    this.tracked = tracked;
    this.count = neurons(tracked);
    this.pairs = isPaired(tracked.variance) ? arena.reserve(Math.max(...tracked.widths) * BLOCK * 8) : 0;
  }

  /**
   * Writes a layer's part of a block's record from the columns of x.
   *
   * @param partner bytes from a value to its partner, where they come in pairs
   */
  write(record: Pointer, layer: number, draws: number, x: Block, partner: number): void {
    const { widths, variance } = this.tracked;
    const width = widths[layer]!;
    const first = widths.slice(0, layer).reduce((sum, each) => sum + each, 0);
    const mean = (group: number) => record + (2 * group * this.count + first) * 8;
    const m2 = (group: number) => mean(group) + this.count * 8;
    this.kernels.blockMoments(width, draws, x.pointer, x.ld, mean(0), m2(0));
    if (!isPaired(variance)) return;
    const partners = x.pointer + partner;
    this.kernels.blockMoments(width, draws, partners, x.ld, mean(1), m2(1));
    this.kernels.pairMeans(width, draws, x.pointer, partners, x.ld, this.pairs);
    this.kernels.blockMomentsF64(width, draws, this.pairs, draws, mean(2), m2(2));
  }
}
