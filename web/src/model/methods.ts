import type { Method } from "../protocol/jobs.ts";

/** What may enter the race, those first whose plans are quickly written. */
export const METHODS: readonly Method[] = [
  { order: 1, kind: "simple" },
  { order: 2, kind: "simple" },
  { order: 3, kind: "simple" },
  { order: 2, kind: "augment" },
  { order: 3, kind: "augment-tree" },
  { order: 3, kind: "augment" },
  { order: 4, kind: "simple" },
];

/** Entered unasked where they are quick: the others take minutes to plan or run on wide networks. */
export const USUAL = new Set(METHODS.slice(0, 5).map(methodKey));

export function methodKey({ order, kind }: Method): string {
  return `${order}-${kind}`;
}

export function methodOf(key: string): Method | undefined {
  return METHODS.find((method) => methodKey(method) === key);
}

export function methodName({ order, kind }: Method): string {
  return kind === "simple" ? `K = ${order}` : `K = ${order} ${kind}`;
}

/** Plans of order 4 hold several tensors of three indices: wider networks exceed any memory, and take long to be told so. */
export function isPlannable({ order }: Method, widest: number): boolean {
  return order < 4 || widest <= 384;
}
