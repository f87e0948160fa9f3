import type { PlannedSource } from "../activations/activation.ts";
import { KpropError } from "../errors.ts";
import type { Buffer, BufferId, Computation, Load, Operation, Plan, Store, Term, View } from "./plan.ts";

/** Plans of more operations are refused: these take half a gigabyte, and their text for threads is near a string's limit. */
export const MOST_OPERATIONS = 2 ** 18;

export function tooManyOperations(): KpropError {
  const message = `the plan takes more than ${MOST_OPERATIONS} operations: use a lower order or fewer layers`;
  return new KpropError("too-large", message);
}

/** Writes a plan, operation by operation. */
export class PlanBuilder {
  private readonly buffers: Buffer[];
  private readonly operations: Operation[];
  private layer = 1;

  /** @param plan what it begins with */
  constructor(plan: Plan = { buffers: [], operations: [] }) {
    this.buffers = [...plan.buffers];
    this.operations = [...plan.operations];
  }

  /** What is written from here on is this layer's work (1-based). */
  startLayer(layer: number): void {
    this.layer = layer;
  }

  get currentLayer(): number {
    return this.layer;
  }

  finish(): Plan {
    return { buffers: this.buffers, operations: this.operations };
  }

  buffer(name: string, shape: readonly number[]): BufferId {
    this.buffers.push({ name, shape });
    return this.buffers.length - 1;
  }

  shape(buffer: BufferId): readonly number[] {
    return this.buffers[buffer]!.shape;
  }

  /** A new buffer that holds a named input. */
  load(source: string, shape: readonly number[]): BufferId {
    const out = this.buffer(source, shape);
    this.push({ op: "load", source, out });
    return out;
  }

  store(target: string, from: BufferId): void {
    this.push({ op: "store", target, from, aside: false });
  }

  /** Stores what is said about the result, which may be infinite or NaN where that itself is finite. */
  storeAside(target: string, from: BufferId): void {
    this.push({ op: "store", target, from, aside: true });
  }

  /** c = a·b or c += a·b of matrix views; the sizes are those of the product. */
  gemm(
    size: { rows: number; columns: number; inner: number },
    a: View,
    b: View,
    c: View,
    options: { accumulate?: boolean; symmetric?: boolean } = {},
  ): void {
    const { accumulate = false, symmetric = false } = options;
    this.push({ op: "gemm", ...size, a, b, c, accumulate, symmetric, firstRow: 0 });
  }

  /** Completes symmetric matrices of which the lower triangle is known. */
  mirror(count: number, n: number, matrices: View): void {
    this.push({ op: "mirror", count, n, matrices });
  }

  /** out = Σ terms over the loop axes, or out += Σ terms. */
  terms(extents: readonly number[], out: View, terms: readonly Term[], accumulate = false): void {
    this.push({ op: "terms", extents, out, terms, accumulate });
  }

  wick(activation: PlannedSource, k: number, p: number, mean: BufferId, variance: BufferId): BufferId {
    const n = this.shape(mean)[0]!;
    const out = this.buffer(`w(${k},${p})`, [n]);
    this.push({ op: "wick", first: 0, n, k, p, activation, mean, variance, out });
    return out;
  }

  floorVariance(
    n: number,
    mean: BufferId,
    variance: View,
    noise: BufferId | null,
    isOutput = false,
  ): BufferId {
    const out = this.buffer("variance", [n]);
    this.push({ op: "floor-variance", n, mean, variance, noise, isOutput, out });
    return out;
  }

  passVariance(n: number, variance: View, noise: BufferId | null, given: BufferId, name: string): BufferId {
    const out = this.buffer(name, [n]);
    this.push({ op: "pass-variance", n, variance, noise, given, out });
    return out;
  }

  /** Orthonormal rows, as many as given, that span those of `from` [rows, n]. */
  orthonormalise(name: string, rows: number, n: number, from: View): BufferId {
    const out = this.buffer(name, [rows, n]);
    this.push({ op: "orthonormalise", rows, n, from, out });
    return out;
  }

  /** @throws KpropError `too-large` when there are too many */
  push(operation: Load | Store | Computation): void {
    if (this.operations.length >= MOST_OPERATIONS) throw tooManyOperations();
    this.operations.push({ ...operation, layer: this.layer });
  }
}
