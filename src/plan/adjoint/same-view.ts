import type { View } from "../plan.ts";

/** A view as text, the same for views of the same elements in the same order. */
export function viewKey({ buffer, offset, strides }: View): string {
  return `${buffer}+${offset}:${strides}`;
}

export function sameView(a: View, b: View): boolean {
  return viewKey(a) === viewKey(b);
}
