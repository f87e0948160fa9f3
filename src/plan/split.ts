import { operationFlops } from "./cost.ts";
import { gemmColumns, gemmRows, termsAlong, triangleCuts } from "./parts.ts";
import type { Computation, Gemm, Terms } from "./plan.ts";

/** Computations of more FLOPs are cut up, so that nothing runs for long without a pause. */
const MOST_FLOPS = 2 ** 28;

/**
 * A computation as pieces to be done one after the other. Elements, and so bits, are the same, and FLOPs add up to the
 * whole's.
 */
export function* pieces(computation: Computation): Generator<Computation, void> {
  const halves = operationFlops(computation) > MOST_FLOPS ? halved(computation) : null;
  if (halves === null) yield computation;
  else for (const half of halves) yield* pieces(half);
}

function halved(computation: Computation): readonly Computation[] | null {
  if (computation.op === "gemm") return halvedGemm(computation);
  return computation.op === "terms" ? halvedTerms(computation) : null;
}

/** By rows or columns, whichever are more, so that no operand is packed much more often than needed. */
function halvedGemm(gemm: Gemm): Gemm[] | null {
  const wide = !gemm.symmetric && gemm.columns > gemm.rows;
  const [extent, part] = wide ? [gemm.columns, gemmColumns] : [gemm.rows, gemmRows];
  const half = gemm.symmetric ? triangleCuts(gemm, 2)[1]! : extent >> 1;
  return half === 0 || half === extent ? null : [part(gemm, 0, half), part(gemm, half, extent)];
}

/** By the first axis of several; where that is summed over, the second half adds to the first. */
function halvedTerms(operation: Terms): Terms[] | null {
  const { extents, out, accumulate } = operation;
  const [extent = 1, ...rest] = extents;
  const half = extent >> 1;
  if (rest.length === 0 || half === 0) return null;
  const later = { ...termsAlong(operation, 0, half, extent), accumulate: accumulate || out.strides[0] === 0 };
  return [termsAlong(operation, 0, 0, half), later];
}
