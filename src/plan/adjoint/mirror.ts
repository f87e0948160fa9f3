import type { Mirror, View } from "../plan.ts";
import type { Adjoints } from "./adjoints.ts";

/** The upper triangle was a copy of the lower one: its adjoint is added to that one's, and is then zero. */
export function reverseMirror(adjoints: Adjoints, { count, n, matrices }: Mirror): void {
  const given = adjoints.of(matrices);
  if (given !== null) foldUp(adjoints, { count, first: 0, end: n, matrices: given });
}

interface Square {
  readonly count: number;
  readonly first: number;
  readonly end: number;
  readonly matrices: View;
}

/** Rows and columns `first` to `end`: the block beside the diagonal, then both halves of the diagonal. */
function foldUp(adjoints: Adjoints, { count, first, end, matrices }: Square): void {
  const middle = (first + end) >> 1;
  if (middle === first) return;
  const [step, row, column] = matrices.strides as [number, number, number];
  const extents = [count, end - middle, middle - first];
  const lower: View = { ...matrices, offset: matrices.offset + middle * row + first * column };
  const upper: View = {
    ...matrices,
    offset: matrices.offset + first * row + middle * column,
    strides: [step, column, row],
  };
  adjoints.builder.terms(extents, lower, [{ coefficient: 1, factors: [upper] }], true);
  adjoints.builder.terms(extents, upper, []);
  foldUp(adjoints, { count, first, end: middle, matrices });
  foldUp(adjoints, { count, first: middle, end, matrices });
}
