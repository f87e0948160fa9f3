import type { BufferId, Operation, Plan, View } from "../plan.ts";

/** The buffer that an operation writes to; null for a store. */
export function writtenBuffer(operation: Operation): BufferId | null {
  switch (operation.op) {
    case "store":
      return null;
    case "gemm":
      return operation.c.buffer;
    case "terms":
      return operation.out.buffer;
    case "mirror":
      return operation.matrices.buffer;
    default:
      return operation.out;
  }
}

/** What a derivative flows through: the buffers that decide the values that an operation writes. */
export function sourceBuffers(operation: Operation): BufferId[] {
  switch (operation.op) {
    case "gemm":
      return [operation.a.buffer, operation.b.buffer];
    case "terms":
      return operation.terms.flatMap(({ factors }) => factors.map(({ buffer }) => buffer));
    case "wick":
      return [operation.mean, operation.variance];
    case "floor-variance":
      return [operation.variance.buffer];
    case "load":
    case "store":
    case "mirror":
    case "pass-variance":
      return [];
    case "orthonormalise":
      throw new Error(`${operation.op} has no adjoint`);
  }
}

/** The elements that an operation sets anew, whatever they were; null where it adds to them or is their first write. */
export interface Overwritten {
  readonly extents: readonly number[];
  readonly view: View;
}

export function overwritten(operation: Operation): Overwritten | null {
  if (operation.op === "gemm" && !operation.accumulate) {
    return { extents: [operation.rows, operation.columns], view: operation.c };
  }
  if (operation.op !== "terms" || operation.accumulate) return null;
  const { extents, out } = operation;
  const kept = [...extents.keys()].filter((axis) => out.strides[axis] !== 0);
  return {
    extents: kept.map((axis) => extents[axis]!),
    view: { ...out, strides: kept.map((axis) => out.strides[axis]!) },
  };
}

/** Buffers whose values a reverse pass reads, because something is multiplied with them. */
function factorBuffers(operation: Operation): BufferId[] {
  if (operation.op !== "terms") return sourceBuffers(operation);
  const products = operation.terms.filter(({ factors }) => factors.length > 1);
  return products.flatMap(({ factors }) => factors.map(({ buffer }) => buffer));
}

/** A reverse pass finds the values that the forward pass read: nothing is written to once it was a factor. */
export function checkUnchanged({ buffers, operations }: Plan): void {
  const read = new Set<BufferId>();
  for (const operation of operations) {
    const written = writtenBuffer(operation);
    if (written !== null && read.has(written)) {
      throw new Error(`${buffers[written]!.name} is changed after it was read: its plan has no adjoint`);
    }
    for (const buffer of factorBuffers(operation)) read.add(buffer);
  }
}

/** The buffers that depend on a wanted input. */
export function activeBuffers({ operations }: Plan, wanted: (source: string) => boolean): Set<BufferId> {
  const active = new Set<BufferId>();
  for (const operation of operations) {
    const isActive =
      operation.op === "load"
        ? wanted(operation.source)
        : sourceBuffers(operation).some((buffer) => active.has(buffer));
    const written = writtenBuffer(operation);
    if (isActive && written !== null) active.add(written);
  }
  return active;
}
