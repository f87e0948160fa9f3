import type { PlannedSource } from "../activations/activation.ts";

/** The number of a buffer in `Plan.buffers`. */
export type BufferId = number;

/** An array of numbers, row-major; its element type is the backend's choice. */
export interface Buffer {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Element (i, j, …) of a view is element `offset + i·strides[0] + j·strides[1] + …` of its buffer. */
export interface View {
  readonly buffer: BufferId;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** coefficient · Π factors; each factor has a stride for every loop axis, 0 where it does not vary. */
export interface Term {
  readonly coefficient: number;
  readonly factors: readonly View[];
}

/** Copies a named input (a weight matrix, a bias, …) into a buffer. */
export interface Load {
  readonly op: "load";
  readonly source: string;
  readonly out: BufferId;
}

/** Hands a buffer's contents out as a named result. */
export interface Store {
  readonly op: "store";
  readonly target: string;
  readonly from: BufferId;
  /** It is said about the result and is none itself: it may be infinite or NaN. */
  readonly aside: boolean;
}

/**
 * c = a·b, or c += a·b; a is rows×inner, b inner×columns, c rows×columns with unit column stride.
 * symmetric: the result is known to be symmetric; one triangle is computed and mirrored. a and c may then begin at
 * row `firstRow` of it, a multiple of 8, and columns end with the last of these rows; 0 for a whole product.
 */
export interface Gemm {
  readonly op: "gemm";
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly a: View;
  readonly b: View;
  readonly c: View;
  readonly accumulate: boolean;
  readonly symmetric: boolean;
  readonly firstRow: number;
}

/** out = Σ terms (or out += Σ terms), summed over the loop axes along which `out` has stride 0. */
export interface Terms {
  readonly op: "terms";
  readonly extents: readonly number[];
  readonly out: View;
  readonly terms: readonly Term[];
  readonly accumulate: boolean;
}

/** out_i = w(k, p; mean_i, variance_i) = E[(d/dz)^k φ(z)^p] (spec section 5d) for n neurons from neuron `first` on. */
export interface Wick {
  readonly op: "wick";
  readonly first: number;
  readonly n: number;
  readonly k: number;
  readonly p: number;
  readonly activation: PlannedSource;
  readonly mean: BufferId;
  readonly variance: BufferId;
  readonly out: BufferId;
}

/**
 * out_i = variance_i, 0 where it is at most noise_i, how much of it may be rounding (null: nothing); what is odd about the
 * entries is reported, see `VarianceReport`. Of what enters an activation, or of the network's output.
 */
export interface FloorVariance {
  readonly op: "floor-variance";
  readonly n: number;
  readonly mean: BufferId;
  readonly variance: View;
  readonly noise: BufferId | null;
  readonly isOutput: boolean;
  readonly out: BufferId;
}

/** out_i = given_i where floor-variance leaves variance_i as it is, 0 elsewhere: its adjoint, and how constants are left out of a noise (propagation/noise.ts). */
export interface PassVariance {
  readonly op: "pass-variance";
  readonly n: number;
  readonly variance: View;
  readonly noise: BufferId | null;
  readonly given: BufferId;
  readonly out: BufferId;
}

/** Copies the lower triangle of `count` n×n matrices, the first axis of the view, to their upper one. */
export interface Mirror {
  readonly op: "mirror";
  readonly count: number;
  readonly n: number;
  readonly matrices: View;
}

/**
 * Orthonormal rows that span what the given ones do, each with the first of them; a unit vector stands in for a row that
 * the others span. At most n rows of length n and unit column stride; out is rows×n.
 */
export interface Orthonormalise {
  readonly op: "orthonormalise";
  readonly rows: number;
  readonly n: number;
  readonly from: View;
  readonly out: BufferId;
}

/** What a backend computes. */
export type Computation = Gemm | Mirror | Terms | Wick | FloorVariance | PassVariance | Orthonormalise;

/** One step of a plan, and the 1-based layer whose work it is. */
export type Operation = (Load | Store | Computation) & { readonly layer: number };

/**
 * An estimator written down as operations on named, shaped buffers, with no data in it: it depends on the
 * network's shape and activations, the order and the kind, never on the weights. Cost, memory and execution
 * are readings of it.
 */
export interface Plan {
  readonly buffers: readonly Buffer[];
  readonly operations: readonly Operation[];
}

export function length(buffer: Buffer): number {
  return buffer.shape.reduce((product, extent) => product * extent, 1);
}

/** Visits the buffers that an operation reads or writes, with whether it writes; one may come more than once. */
export function forEachBuffer(
  operation: Load | Store | Computation,
  visit: (buffer: BufferId, written: boolean) => void,
): void {
  const read = (...buffers: BufferId[]) => {
    for (const buffer of buffers) visit(buffer, false);
  };
  switch (operation.op) {
    case "store":
      read(operation.from);
      break;
    case "mirror":
      visit(operation.matrices.buffer, true);
      break;
    case "gemm":
      read(operation.a.buffer, operation.b.buffer);
      visit(operation.c.buffer, true);
      break;
    case "terms":
      for (const { factors } of operation.terms) for (const view of factors) read(view.buffer);
      visit(operation.out.buffer, true);
      break;
    case "wick":
      read(operation.mean, operation.variance);
      visit(operation.out, true);
      break;
    case "floor-variance":
    case "pass-variance":
      read(operation.op === "floor-variance" ? operation.mean : operation.given, operation.variance.buffer);
      if (operation.noise !== null) read(operation.noise);
      visit(operation.out, true);
      break;
    case "orthonormalise":
      read(operation.from.buffer);
      visit(operation.out, true);
      break;
    case "load":
      visit(operation.out, true);
  }
}
