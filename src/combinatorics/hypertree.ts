import { multiplicities, sum } from "./counting.ts";
import { type Block, support } from "./partitions.ts";

/**
 * Whether a diagram is a hypertree: parallel two-vertex blocks merged, supports meet in at most one vertex, no
 * larger support repeats, and no cycle closes (spec section 8).
 */
export function isHypertree(diagram: readonly Block[]): boolean {
  const edges = [...multiplicities(diagram.map(support)).values()];
  const repeats = edges.some(({ value, count }) => count > 1 && value.length !== 2);
  const supports = edges.map(({ value }) => value);
  const vertices = new Set(supports.flat()).size;
  return (
    !repeats && meetOnce(supports) && sum(supports.map((e) => e.length - 1)) === Math.max(vertices - 1, 0)
  );
}

function meetOnce(supports: readonly number[][]): boolean {
  return supports.every((e, at) =>
    supports.slice(at + 1).every((f) => e.filter((axis) => f.includes(axis)).length <= 1),
  );
}
