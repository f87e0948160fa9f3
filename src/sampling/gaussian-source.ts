import type { Arena } from "../backend/arena.ts";
import type { Pointer } from "../backend/kernels.ts";
import type { CovarianceFactor } from "./factor.ts";
import { IDENTITY } from "./forward-codes.ts";
import type { SamplingKernels } from "./kernels.ts";
import { type Block, load } from "./memory.ts";
import type { SampleSettings } from "./options.ts";
import { type Seed, STREAM, splitIndex } from "./seed.ts";

/** x = mean + F g, g ~ N(0, I), in memory. */
interface LoadedInput {
  readonly inputs: number;
  /** The length of g. */
  readonly normals: number;
  /** 0: zero. */
  readonly mean: Pointer;
  /** F of shape `[inputs, normals]`; 0: the identity. */
  readonly factor: Pointer;
}

/** Draws inputs of the network into memory, the draw of an index always the same. */
export class GaussianSource {
  private readonly kernels: SamplingKernels;
  private readonly seed: Seed;
  private readonly antithetic: boolean;
  private readonly loaded: LoadedInput;

  constructor(kernels: SamplingKernels, seed: Seed, antithetic: boolean, loaded: LoadedInput) {
    this.kernels = kernels;
    this.seed = seed;
    this.antithetic = antithetic;
    this.loaded = loaded;
  }

  /** Standard normals that one draw takes. */
  get normals(): number {
    return this.loaded.normals;
  }

  /** Whether they are multiplied by a covariance's factor. */
  get correlated(): boolean {
    return this.loaded.factor !== 0;
  }

  /** Whether a mean is added. */
  get shifted(): boolean {
    return this.loaded.mean !== 0;
  }

  workspaceBytes(columns: number): number {
    const { inputs, normals } = this.loaded;
    return this.correlated ? this.kernels.gemmWorkspace(inputs, columns, normals) : 0;
  }

  /**
   * Draws `first` to `first + draws` into the columns of `to`; if antithetic, mean − F g into as many columns
   * after them. `spare` and `workspace` are overwritten. False if a value overflowed.
   */
  draw(first: number, draws: number, to: Block, spare: Block, workspace: Pointer): boolean {
    const { kernels } = this;
    const { inputs, mean } = this.loaded;
    this.centred(first, draws, to, spare, workspace);
    if (this.antithetic) kernels.negate(inputs, draws, to.pointer, to.pointer + draws * kernels.bytes, to.ld);
    if (!this.shifted && !this.correlated) return true;
    const columns = this.antithetic ? 2 * draws : draws;
    return kernels.forward(inputs, columns, to.pointer, to.ld, mean, IDENTITY, 0) !== 0;
  }

  /** F g, or g itself. */
  private centred(first: number, draws: number, to: Block, spare: Block, workspace: Pointer): void {
    const { kernels } = this;
    const { inputs, normals, factor } = this.loaded;
    const { low, high } = splitIndex(first);
    const g = factor ? spare : to;
    kernels.normals(
      g.pointer,
      normals,
      draws,
      g.ld,
      this.seed.low,
      this.seed.high,
      low,
      high,
      STREAM.samples,
    );
    if (!factor) return;
    const [b, c] = [g.pointer, to.pointer];
    kernels.gemm(inputs, draws, normals, factor, normals, 1, b, g.ld, 1, c, to.ld, 0, 0, workspace);
  }
}

/** Loads the input distribution, its covariance factored; a null factor: the identity. */
export function gaussianSource(
  arena: Arena,
  kernels: SamplingKernels,
  { dtype, seed, antithetic, input }: SampleSettings,
  inputs: number,
  factor: CovarianceFactor | null,
): GaussianSource {
  const shifted = input?.mean.some((value) => value !== 0);
  return new GaussianSource(kernels, seed, antithetic, {
    inputs,
    // A covariance of zero still has one column, of zeros: a product over none would write nothing.
    normals: factor ? Math.max(1, factor.rank) : inputs,
    mean: shifted ? load(arena, dtype, input!.mean) : 0,
    factor: factor ? load(arena, dtype, factor.rank > 0 ? factor.data : new Float64Array(inputs)) : 0,
  });
}
