import type { Arena } from "../backend/arena.ts";
import type { Pointer } from "../backend/instance.ts";
import { KpropError } from "../errors.ts";
import { neurons, recordLength, type Tracked } from "./block-moments.ts";
import type { SamplingKernels } from "./kernels.ts";

/** Moments of each neuron of a layer. */
export interface Moments {
  readonly mean: Float64Array;
  /** Unbiased (division by N − 1); 0 for a single sample. */
  readonly variance: Float64Array;
  /**
   * Of the mean; from the means of pairs when these are antithetic, from what a control variate leaves, from the spread of
   * scramblings. 0 for a single sample or pair.
   */
  readonly standardError: Float64Array;
}

/** Running moments of the `count` neurons of some layers together, in WebAssembly memory: a state is some vectors of f64. */
export abstract class MomentStates {
  protected readonly arena: Arena;
  protected readonly tracked: Tracked;
  protected readonly count: number;
  protected readonly kernels: SamplingKernels;
  private readonly vectors: number;
  private readonly record: Pointer;

  /** `vectors`: of how many a state is, each of `count` numbers, a layer's neurons side by side. */
  constructor(arena: Arena, kernels: SamplingKernels, tracked: Tracked, vectors: number) {
    this.arena = arena;
    this.kernels = kernels;
    this.tracked = tracked;
    this.count = neurons(tracked);
    this.vectors = vectors;
    this.record = arena.reserve(recordLength(tracked) * 8);
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

  /** Merges a block's record into a state that holds the draws before it. Blocks come in order, each once. */
  merge(state: Pointer, record: Float64Array, before: number, draws: number): void {
    this.arena.f64(this.record, record.length).set(record);
    this.add(before, draws, (vector, count, group) => {
      const part = (index: number) => state + index * this.count * 8;
      const [mean, m2] = [2 * group, 2 * group + 1].map((index) => this.record + index * this.count * 8);
      this.kernels.mergeMoments(this.count, count, part(vector), part(vector + 1), draws, mean!, m2!);
    });
  }

  /** What a state of that many draws says, layer by layer; errors call a layer by its name. */
  read(state: Pointer, draws: number, name: (layer: number) => string): Moments[] {
    const values = this.view(state);
    let end = 0;
    return this.tracked.widths.map((width, layer) => {
      const first = end;
      end += width;
      const part = (index: number) => values.subarray(index * this.count + first).slice(0, width);
      const moments = this.moments(part, draws);
      for (const [what, numbers] of Object.entries(moments)) {
        if (numbers.every(Number.isFinite)) continue;
        const named = what === "standardError" ? "standard error" : what;
        throw new KpropError("not-finite", `${name(layer)}: the ${named} overflowed`);
      }
      return moments;
    });
  }

  /**
   * Says where a block of draws goes: `to` merges a group of its record, [mean | m2], into the vector of that index and the
   * next, which hold `count` values of it.
   */
  protected abstract add(
    before: number,
    draws: number,
    to: (vector: number, count: number, group: number) => void,
  ): void;

  /** A layer's moments from its parts of the vectors. */
  protected abstract moments(part: (vector: number) => Float64Array, draws: number): Moments;

  private get length(): number {
    return this.vectors * this.count;
  }

  private view(state: Pointer): Float64Array {
    return this.arena.f64(state, this.length);
  }
}

/** 0 where there is nothing to divide by. */
export function divided(values: Float64Array, by: number): Float64Array {
  return by > 0 ? values.map((value) => value / by) : new Float64Array(values.length);
}
