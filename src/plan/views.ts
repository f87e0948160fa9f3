import type { BufferId, View } from "./plan.ts";

/** The row-major strides of an array. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** A buffer read with one loop axis per index of its own. */
export function whole(buffer: BufferId, shape: readonly number[]): View {
  return { buffer, offset: 0, strides: rowMajor(shape) };
}

/**
 * A buffer read by `axes.length` indices, each running along one of `loops` loop axes: axes that repeat read a
 * diagonal, axes that do not occur broadcast.
 */
export function along(
  buffer: BufferId,
  shape: readonly number[],
  axes: readonly number[],
  loops: number,
): View {
  const strides = Array<number>(loops).fill(0);
  rowMajor(shape).forEach((stride, index) => {
    strides[axes[index]!]! += stride;
  });
  return { buffer, offset: 0, strides };
}

/** A view of loop axes 0 … m−1 put at other loop axes: its axis j runs along `axes[j]`. */
export function placed(view: View, axes: readonly number[], loops: number): View {
  const strides = Array<number>(loops).fill(0);
  view.strides.forEach((stride, j) => {
    strides[axes[j]!]! += stride;
  });
  return { ...view, strides };
}

/** A matrix view with rows and columns exchanged. */
export function transposed(view: View): View {
  return { ...view, strides: view.strides.toReversed() };
}
