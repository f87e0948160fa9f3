import { bytesPerElement, type Dtype } from "../../src/backend/dtype.ts";
import { type Pointer, WHOLE } from "../../src/backend/instance.ts";
import { triangleElements } from "../../src/plan/cost.ts";
import { gemmWorkspace } from "../../src/plan/memory.ts";
import { filled, type Space } from "./space.ts";
import type { Task } from "./task.ts";

/** A product m×k · k×n. */
interface Shape {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** The second factor is the transpose of a row-major matrix. */
  readonly transposed?: boolean;
  /** Added to what is there. */
  readonly accumulate?: boolean;
}

/**
 * What plans at n = 256 are made of beside square products: order 3 as factors multiplies by transposes and adds, order
 * 3 as tensors comes down to slices of few rows or columns, order 4 adds products of few rows to blocks of a tensor.
 */
const PLANNED: readonly Shape[] = [
  { m: 256, k: 256, n: 256, transposed: true, accumulate: true },
  { m: 8, k: 256, n: 256 },
  { m: 256, k: 256, n: 8 },
  { m: 4, k: 256, n: 65536, accumulate: true },
];

export function plannedTasks(space: Space, dtype: Dtype): Task[] {
  return PLANNED.map((shape) => {
    const { m, k, n, transposed, accumulate } = shape;
    const what = `${accumulate ? "+= " : ""}${m}×${k}·${k}×${n}${transposed ? "ᵀ" : ""}`;
    return productTask(space, dtype, what, shape);
  });
}

export function squareTask(space: Space, dtype: Dtype, n: number): Task {
  return productTask(space, dtype, `n=${n}`, { m: n, k: n, n });
}

/** A·Aᵀ, one triangle computed and then mirrored, as the estimator does it. */
export function symmetricTask(space: Space, dtype: Dtype, n: number): Task {
  const [gemm, mirror] = [space.kernels[`gemm_${dtype}`]!, space.kernels[`mirror_${dtype}`]!];
  const [a, c] = [filled(space, dtype, n * n), filled(space, dtype, n * n)];
  const workspace = reserveWorkspace(space, dtype, { m: n, k: n, n });
  return {
    name: `gemm ${dtype} n=${n} symmetric`,
    dtype,
    flops: 2 * n * triangleElements(n),
    async: false,
    run: () => {
      gemm(n, n, n, a, n, 1, a, 1, n, c, n, 0, 0, workspace);
      mirror(0, n, c, n);
    },
  };
}

function productTask(space: Space, dtype: Dtype, what: string, shape: Shape): Task {
  const { m, k, n, transposed = false, accumulate = false } = shape;
  const gemm = space.kernels[`gemm_${dtype}`]!;
  const [a, b] = [filled(space, dtype, m * k), filled(space, dtype, k * n)];
  const c = filled(space, dtype, m * n);
  const workspace = reserveWorkspace(space, dtype, shape);
  const [rsb, csb] = transposed ? [1, k] : [n, 1];
  return {
    name: `gemm ${dtype} ${what}`,
    dtype,
    flops: 2 * m * n * k,
    async: false,
    run: () => gemm(m, n, k, a, k, 1, b, rsb, csb, c, n, Number(accumulate), WHOLE, workspace),
  };
}

function reserveWorkspace({ arena }: Space, dtype: Dtype, { m, k, n }: Shape): Pointer {
  return arena.reserve(gemmWorkspace({ rows: m, columns: n, inner: k }, bytesPerElement(dtype)));
}
