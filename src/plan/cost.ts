import { wickFlops } from "../activations/flops.ts";
import { each } from "./gradual.ts";
import type { Computation, Gemm, Load, Orthonormalise, Plan, Store, Terms } from "./plan.ts";

/** The GEMM kernel sums this many products at a time (KC in assembly/gemm.ts). */
export const INNER_BLOCK = 256;
/** The symmetric product leaves out whole blocks of this size above the diagonal. */
export const TRIANGLE_BLOCK = 8;

/**
 * Floating-point operations as performed: one per multiplication, one per addition, nothing for moves and
 * comparisons (spec section 6).
 */
export function* planFlops(plan: Plan): Generator<void, number> {
  let total = 0;
  yield* each(plan.operations, (operation) => {
    total += operationFlops(operation);
  });
  return total;
}

export function operationFlops(operation: Load | Store | Computation): number {
  switch (operation.op) {
    case "gemm":
      return gemmFlops(operation);
    case "terms":
      return termsFlops(operation);
    case "wick":
      return operation.n * wickFlops(operation.activation, operation.k, operation.p);
    case "orthonormalise":
      return orthonormaliseFlops(operation);
    default:
      return 0;
  }
}

/** Each element: `inner` products and additions, and one addition more for each further inner block. */
function gemmFlops({ rows, columns, inner, accumulate, symmetric, firstRow }: Gemm): number {
  const elements = symmetric
    ? triangleElements(firstRow + rows) - triangleElements(firstRow)
    : rows * columns;
  const blocks = Math.ceil(inner / INNER_BLOCK);
  return elements * (2 * inner + blocks - 1 + (accumulate ? 1 : 0));
}

/** Elements in the blocks that reach the lower triangle of an n×n matrix. */
export function triangleElements(n: number): number {
  const blocks = Math.floor(n / TRIANGLE_BLOCK);
  const whole = (TRIANGLE_BLOCK ** 2 * blocks * (blocks + 1)) / 2;
  return whole + (n % TRIANGLE_BLOCK) * n;
}

/**
 * Each row along the innermost axis multiplies its constant factors into one number; each element then takes a
 * multiplication per varying factor (one less where the number is a bare coefficient 1) and an addition.
 */
function termsFlops(operation: Terms): number {
  const { extents, out, terms } = operation;
  const length = extents.at(-1) ?? 1;
  const rows = extents.slice(0, -1).reduce((product, extent) => product * extent, 1);
  const reduced = extents.length > 0 && out.strides.at(-1) === 0;
  let perRow = 0;
  for (const { coefficient, factors } of terms) {
    const varying = factors.filter((view) => (view.strides.at(-1) ?? 0) !== 0).length;
    const constant = factors.length - varying;
    const scales = varying > 0 && (constant > 0 || coefficient !== 1) ? 1 : 0;
    perRow += constant + length * (Math.max(varying - 1, 0) + scales);
  }
  return rows * perRow + additions(operation, rows, length, reduced);
}

/** Of terms to each other, of elements along a summed axis, and onto what the output holds already. */
function additions(
  { extents, out, terms, accumulate }: Terms,
  rows: number,
  length: number,
  reduced: boolean,
): number {
  const within = rows * length * Math.max(terms.length - 1, 0) + (reduced ? rows * length : 0);
  const firstVisits = extents
    .slice(0, -1)
    .reduce((product, extent, axis) => product * (out.strides[axis] === 0 ? 1 : extent), 1);
  const onto = accumulate ? rows : rows - firstVisits;
  const perRow = reduced ? 1 : length;
  return within + (terms.length > 0 ? onto * perRow : 0);
}

/**
 * Each row is scaled twice by a quotient, one of a root, and measured twice; two passes take each row before it out by a
 * product and a difference. A stand-in for a row that the others span is not counted.
 */
function orthonormaliseFlops({ rows, n }: Orthonormalise): number {
  return rows * (6 * n + 3) + 8 * n * ((rows * (rows - 1)) / 2);
}
