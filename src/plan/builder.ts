import type { WickSource } from "../activations/activation.ts";
import type { Buffer, BufferId, Computation, Operation, Plan, Term, View } from "./plan.ts";
import { splitGemm, splitTerms } from "./split.ts";

/** Writes a plan, operation by operation. */
export class PlanBuilder {
  private readonly buffers: Buffer[] = [];
  private readonly operations: Operation[] = [];
  private layer = 1;

  /** What is written from here on is this layer's work (1-based). */
  startLayer(layer: number): void {
    this.layer = layer;
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
    this.operations.push({ op: "load", source, out, layer: this.layer });
    return out;
  }

  store(target: string, from: BufferId): void {
    this.operations.push({ op: "store", target, from, layer: this.layer });
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
    for (const part of splitGemm({ op: "gemm", ...size, a, b, c, accumulate, symmetric })) this.push(part);
  }

  /** Completes symmetric matrices of which the lower triangle is known. */
  mirror(count: number, n: number, matrices: View): void {
    this.push({ op: "mirror", count, n, matrices });
  }

  /** out = Σ terms over the loop axes, or out += Σ terms. */
  terms(extents: readonly number[], out: View, terms: readonly Term[], accumulate = false): void {
    for (const part of splitTerms({ op: "terms", extents, out, terms, accumulate })) this.push(part);
  }

  wick(activation: WickSource, k: number, p: number, mean: BufferId, variance: BufferId): BufferId {
    const n = this.shape(mean)[0]!;
    const out = this.buffer(`w(${k},${p})`, [n]);
    this.push({ op: "wick", n, k, p, activation, mean, variance, out });
    return out;
  }

  floorVariance(n: number, mean: BufferId, variance: View): BufferId {
    const out = this.buffer("variance", [n]);
    this.push({ op: "floor-variance", n, mean, variance, out });
    return out;
  }

  private push(computation: Computation): void {
    this.operations.push({ ...computation, layer: this.layer });
  }
}
