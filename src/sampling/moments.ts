import type { Arena } from "../backend/arena.ts";
import type { Pointer } from "../backend/kernels.ts";
import { KpropError } from "../errors.ts";
import type { SamplingKernels } from "./kernels.ts";
import type { Block } from "./memory.ts";

/**
 * Draws whose moments are found together before they are merged into the running ones. The same whatever the
 * batch, so that the sums have one order; at 64 the merge costs little and any batch holds whole blocks.
 */
export const BLOCK = 64;

/** Moments of each neuron of a layer. */
export interface Moments {
  readonly mean: Float64Array;
  /** Unbiased (division by N − 1); 0 for a single sample. */
  readonly variance: Float64Array;
  /** Of the mean; from the means of pairs when these are antithetic. 0 for a single sample or pair. */
  readonly standardError: Float64Array;
}

interface Part {
  readonly width: number;
  /** The layer's first neuron among all that are tracked. */
  readonly first: number;
}

/**
 * Running moments of some layers, in WebAssembly memory. A state holds, for the `count` neurons of all these
 * layers together, the mean of the evaluations, their Σ (x − mean)², and with antithetic draws the same two
 * of the pairs' means:
 *
 *   [mean | m2 | pair mean | pair m2], each `count` f64, a layer's neurons side by side
 */
export class MomentStates {
  private readonly arena: Arena;
  private readonly kernels: SamplingKernels;
  private readonly layers: readonly Part[];
  private readonly antithetic: boolean;
  private readonly count: number;
  /** A block's own moments, as long as the widest layer. */
  private readonly blockMean: Pointer;
  private readonly blockM2: Pointer;
  /** The means of a block's pairs. */
  private readonly pairs: Pointer;

  constructor(arena: Arena, kernels: SamplingKernels, widths: readonly number[], antithetic: boolean) {
    this.arena = arena;
    this.kernels = kernels;
    this.antithetic = antithetic;
    const before = (layer: number) => widths.slice(0, layer).reduce((sum, width) => sum + width, 0);
    this.layers = widths.map((width, layer) => ({ width, first: before(layer) }));
    this.count = before(widths.length);
    const widest = Math.max(...widths);
    this.blockMean = arena.reserve(widest * 8);
    this.blockM2 = arena.reserve(widest * 8);
    this.pairs = antithetic ? arena.reserve(widest * BLOCK * 8) : 0;
  }

  /** A state of no samples. */
  create(): Pointer {
    const pointer = this.arena.reserve(this.length * 8);
    this.view(pointer).fill(0);
    return pointer;
  }

  copy(from: Pointer, to: Pointer): void {
    this.view(to).set(this.view(from));
  }

  /**
   * Takes draws `first` to `first + draws` of a layer into the state: the columns of x, and if antithetic as
   * many mirrored ones after them. Blocks come in order, each once.
   */
  absorb(state: Pointer, layer: number, first: number, draws: number, x: Block): void {
    const { bytes } = this.kernels;
    for (let start = 0; start < draws; start += BLOCK) {
      const columns = Math.min(BLOCK, draws - start);
      const block = { pointer: x.pointer + start * bytes, ld: x.ld };
      const before = first + start;
      if (this.antithetic) this.absorbPairs(state, layer, before, columns, block, draws * bytes);
      else this.absorbBlock(state, layer, before, columns, block);
    }
  }

  /** What a state of that many draws says, layer by layer; errors call a layer by its name. */
  read(state: Pointer, draws: number, name: (layer: number) => string): Moments[] {
    const { antithetic } = this;
    const values = this.view(state);
    return this.layers.map(({ width, first }, layer) => {
      const part = (index: number) => values.subarray(index * this.count + first).slice(0, width);
      const variance = divided(part(1), (antithetic ? 2 * draws : draws) - 1);
      if (!variance.every(Number.isFinite)) {
        throw new KpropError("not-finite", `${name(layer)}: the variance overflowed`);
      }
      const own = antithetic ? divided(part(3), draws - 1) : variance;
      return { mean: part(0), variance, standardError: own.map((v) => Math.sqrt(v / draws)) };
    });
  }

  private absorbBlock(state: Pointer, layer: number, before: number, draws: number, x: Block): void {
    const { width } = this.layers[layer]!;
    this.kernels.blockMoments(width, draws, x.pointer, x.ld, this.blockMean, this.blockM2);
    this.merge(state, layer, 0, before, draws);
  }

  /** `mirror`: bytes from a draw to its mirror image. */
  private absorbPairs(
    state: Pointer,
    layer: number,
    before: number,
    draws: number,
    x: Block,
    mirror: number,
  ): void {
    const { kernels } = this;
    const { width } = this.layers[layer]!;
    const mirrored = { pointer: x.pointer + mirror, ld: x.ld };
    this.absorbBlock(state, layer, 2 * before, draws, x);
    this.absorbBlock(state, layer, 2 * before + draws, draws, mirrored);
    kernels.pairMeans(width, draws, x.pointer, mirrored.pointer, x.ld, this.pairs);
    kernels.blockMomentsF64(width, draws, this.pairs, draws, this.blockMean, this.blockM2);
    this.merge(state, layer, 2, before, draws);
  }

  /** Merges the block's moments into parts `part` and `part + 1` of a state of `before` values. */
  private merge(state: Pointer, layer: number, part: number, before: number, added: number): void {
    const { width, first } = this.layers[layer]!;
    const mean = state + (part * this.count + first) * 8;
    const m2 = mean + this.count * 8;
    this.kernels.mergeMoments(width, before, mean, m2, added, this.blockMean, this.blockM2);
  }

  private get length(): number {
    return (this.antithetic ? 4 : 2) * this.count;
  }

  private view(state: Pointer): Float64Array {
    return this.arena.f64(state, this.length);
  }
}

function divided(values: Float64Array, by: number): Float64Array {
  return by > 0 ? values.map((value) => value / by) : new Float64Array(values.length);
}
