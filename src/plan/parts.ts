import { TRIANGLE_BLOCK } from "./cost.ts";
import type { Gemm, Terms, View } from "./plan.ts";

/** A view that begins at that index of an axis. */
export function from(view: View, axis: number, index: number): View {
  return { ...view, offset: view.offset + index * view.strides[axis]! };
}

/** Rows `first` to `end` of a product; of a symmetric one, both multiples of 8 or its ends. */
export function gemmRows(gemm: Gemm, first: number, end: number): Gemm {
  const rows = { rows: end - first, a: from(gemm.a, 0, first), c: from(gemm.c, 0, first) };
  if (!gemm.symmetric) return { ...gemm, ...rows };
  const firstRow = gemm.firstRow + first;
  return { ...gemm, ...rows, firstRow, columns: gemm.firstRow + end };
}

export function gemmColumns(gemm: Gemm, first: number, end: number): Gemm {
  return { ...gemm, columns: end - first, b: from(gemm.b, 1, first), c: from(gemm.c, 1, first) };
}

/** The same terms over indices `first` to `end` of one loop axis. */
export function termsAlong(operation: Terms, axis: number, first: number, end: number): Terms {
  return {
    ...operation,
    extents: operation.extents.with(axis, end - first),
    out: from(operation.out, axis, first),
    terms: operation.terms.map((term) => ({
      ...term,
      factors: term.factors.map((view) => from(view, axis, first)),
    })),
  };
}

/**
 * Where to cut the rows of a triangle that begins with row `firstRow` into `count` parts of about the same area, ends included:
 * multiples of 8, fewer parts where there are not enough.
 */
export function triangleCuts({ firstRow, rows }: Gemm, count: number): number[] {
  const [start, end] = [firstRow ** 2, (firstRow + rows) ** 2];
  return distinct(count, rows, (share) => {
    const row = Math.sqrt(start + share * (end - start));
    return Math.round(row / TRIANGLE_BLOCK) * TRIANGLE_BLOCK - firstRow;
  });
}

/** Cuts in rising order, each once. */
export function distinct(count: number, extent: number, cut: (share: number) => number): number[] {
  const cuts = Array.from({ length: count + 1 }, (_, t) =>
    t === count ? extent : Math.max(0, Math.min(extent, cut(t / count))),
  );
  return cuts.filter((at, t) => t === 0 || at > cuts[t - 1]!);
}
