import { operationFlops } from "./cost.ts";
import type { Gemm, Terms, View } from "./plan.ts";

/** Operations of more FLOPs are cut up, so that nothing runs for long without a pause. */
const MOST_FLOPS = 2 ** 28;

/** A product as products of fewer rows each; a symmetric one stays whole. Elements, and so bits, are the same. */
export function splitGemm(gemm: Gemm): Gemm[] {
  const half = gemm.rows >> 1;
  if (gemm.symmetric || half === 0 || operationFlops({ ...gemm, layer: 0 }) <= MOST_FLOPS) return [gemm];
  const [a, c] = [from(gemm.a, half), from(gemm.c, half)];
  return [...splitGemm({ ...gemm, rows: half }), ...splitGemm({ ...gemm, rows: gemm.rows - half, a, c })];
}

/** Terms over fewer indices of the first axis each; where that is summed over, later parts add to the first. */
export function splitTerms(operation: Terms): Terms[] {
  const [extent = 1, ...rest] = operation.extents;
  const half = extent >> 1;
  if (rest.length === 0 || half === 0 || operationFlops({ ...operation, layer: 0 }) <= MOST_FLOPS)
    return [operation];
  const later: Terms = {
    ...operation,
    extents: [extent - half, ...rest],
    out: from(operation.out, half),
    terms: operation.terms.map((term) => ({
      ...term,
      factors: term.factors.map((view) => from(view, half)),
    })),
    accumulate: operation.accumulate || operation.out.strides[0] === 0,
  };
  return [...splitTerms({ ...operation, extents: [half, ...rest] }), ...splitTerms(later)];
}

/** A view that begins at that index of its first axis. */
function from(view: View, index: number): View {
  return { ...view, offset: view.offset + index * view.strides[0]! };
}
