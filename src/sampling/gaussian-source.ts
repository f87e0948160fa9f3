import type { Arena } from "../backend/arena.ts";
import type { Dtype } from "../backend/dtype.ts";
import { type Pointer, WHOLE } from "../backend/instance.ts";
import { drawing } from "./drawing.ts";
import type { CovarianceFactor } from "./factor.ts";
import { IDENTITY } from "./forward-codes.ts";
import type { SamplingKernels } from "./kernels.ts";
import { type Block, load } from "./memory.ts";
import type { SampleSettings } from "./options.ts";
import { type Seed, STREAM, splitIndex } from "./seed.ts";
import type { SobolPoints } from "./sobol/points.ts";
import { sobolNormals } from "./sobol/sobol-source.ts";

/** x = mean + F g, g ~ N(0, I), in memory. */
interface LoadedInput {
  readonly inputs: number;
  /** The length of g. */
  readonly normals: number;
  /** 0: zero. */
  readonly mean: Pointer;
  /** F of shape `[inputs, normals]`; 0: the identity. */
  readonly factor: Pointer;
  /** Draws g otherwise than by random numbers. */
  readonly sobol: Draw | null;
}

/** Writes draws `first` to `first + draws` of g into columns. */
type Draw = (g: Block, first: number, draws: number) => void;

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

  private get correlated(): boolean {
    return this.loaded.factor !== 0;
  }

  private get shifted(): boolean {
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
    const { inputs } = this.loaded;
    const g = this.correlated ? spare : to;
    if (this.loaded.sobol) this.loaded.sobol(g, first, draws);
    else this.normal(g, draws, splitIndex(first), STREAM.samples);
    if (this.correlated) this.correlate(g, draws, to, workspace);
    if (this.antithetic) kernels.negate(inputs, draws, to.pointer, to.pointer + draws * kernels.bytes, to.ld);
    return this.shift(to, this.antithetic ? 2 * draws : draws);
  }

  /** Writes standard normals of that stream, one draw a column, from the given one on. */
  normal({ pointer, ld }: Block, draws: number, { low, high }: Seed, stream: number): void {
    const key = this.seed;
    this.kernels.normals(pointer, this.normals, draws, ld, key.low, key.high, low, high, stream);
  }

  /** The inputs that the columns of g stand for, to be given in `to` or g itself; null if a value overflowed. */
  inputs(g: Block, columns: number, to: Block, workspace: Pointer): Block | null {
    const at = this.correlated ? to : g;
    if (this.correlated) this.correlate(g, columns, to, workspace);
    return this.shift(at, columns) ? at : null;
  }

  /** to = F g */
  private correlate(g: Block, columns: number, to: Block, workspace: Pointer): void {
    const { kernels } = this;
    const { inputs, normals, factor } = this.loaded;
    const [b, c] = [g.pointer, to.pointer];
    kernels.gemm(inputs, columns, normals, factor, normals, 1, b, g.ld, 1, c, to.ld, 0, WHOLE, workspace);
  }

  /** x + mean; false if a value overflowed. */
  private shift({ pointer, ld }: Block, columns: number): boolean {
    const { inputs, mean } = this.loaded;
    if (!this.shifted && !this.correlated) return true;
    return this.kernels.forward(inputs, columns, pointer, ld, mean, IDENTITY, 0) !== 0;
  }
}

/** Loads the input distribution, its covariance factored; a null factor: the identity. */
export function gaussianSource(
  arena: Arena,
  kernels: SamplingKernels,
  { dtype, seed, variance, input }: SampleSettings,
  inputs: number,
  factor: CovarianceFactor | null,
  points?: SobolPoints,
): GaussianSource {
  const { normals, shifted } = drawing(input, inputs, factor);
  return new GaussianSource(kernels, seed, variance === "antithetic", {
    inputs,
    normals,
    mean: shifted ? load(arena, dtype, input!.mean) : 0,
    factor: factor ? load(arena, dtype, factor.rank > 0 ? factor.data : new Float64Array(inputs)) : 0,
    sobol: points ? sobolDraw(arena, kernels, dtype, seed, normals, points) : null,
  });
}

/** The first coordinates are the points'; those beyond their dimensions are random numbers. */
function sobolDraw(
  arena: Arena,
  kernels: SamplingKernels,
  dtype: Dtype,
  { low, high }: Seed,
  normals: number,
  points: SobolPoints,
): Draw {
  const { dimensions } = points;
  return ({ pointer, ld }, first, draws) => {
    const values = arena[dtype](pointer, (dimensions - 1) * ld + draws);
    sobolNormals(points, values, ld, first, draws);
    if (normals === dimensions) return;
    const rest = pointer + dimensions * ld * kernels.bytes;
    const index = splitIndex(first);
    kernels.normals(rest, normals - dimensions, draws, ld, low, high, index.low, index.high, STREAM.samples);
  };
}
