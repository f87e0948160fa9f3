import type { Kernels } from "../../backend/instance.ts";
import type { Matrix } from "../../network/network.ts";
import type { Core } from "../core.ts";

/** Operations between two yields, some 20 ms. */
const SLICE_FLOPS = 2 ** 27;

/** A·B in f64, or A·Bᵀ if `transposed`; rows some at a time with a yield after each. It takes all of the memory. */
export function* product(
  { Arena, WHOLE }: Core,
  instance: Kernels,
  a: Matrix,
  b: Matrix,
  transposed: boolean,
): Generator<void, Matrix & { readonly data: Float64Array }> {
  const arena = new Arena(instance);
  const [m, k, n] = [a.rows, a.columns, transposed ? b.rows : b.columns];
  const [from, by] = [a, b].map(({ data }) => arena.reserve(data.length * 8)) as [number, number];
  const [rsb, csb] = transposed ? [1, k] : [n, 1];
  const to = arena.reserve(m * n * 8);
  arena.f64(from, a.data.length).set(a.data);
  arena.f64(by, b.data.length).set(b.data);
  const step = Math.max(8, Math.floor(SLICE_FLOPS / (2 * k * n)));
  const workspace = arena.reserve(instance.gemmWorkspace_f64!(Math.min(m, step), n, k));
  for (let i = 0; i < m; i += step) {
    const [row, out] = [from + i * k * 8, to + i * n * 8];
    instance.gemm_f64!(Math.min(step, m - i), n, k, row, k, 1, by, rsb, csb, out, n, 0, WHOLE, workspace);
    yield;
  }
  return { rows: m, columns: n, data: arena.f64(to, m * n).slice() };
}

/** Of `product`. */
export function productFlops(rows: number, columns: number, inner: number): number {
  return 2 * rows * columns * inner;
}
