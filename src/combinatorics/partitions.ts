import { factorial, multiplicities, product } from "./counting.ts";

/** A vector of N^m: how often each of m axes occurs. As a block of a diagram or of a vector partition. */
export type Block = readonly number[];

/** All integer partitions of n, parts falling. */
export function integerPartitions(n: number, largest = n): number[][] {
  if (n === 0) return [[]];
  const found: number[][] = [];
  for (let part = Math.min(n, largest); part >= 1; part--) {
    for (const rest of integerPartitions(n - part, part)) found.push([part, ...rest]);
  }
  return found;
}

/** All set partitions of the items; items are labelled even when equal. */
export function setPartitions<T>(items: readonly T[]): T[][][] {
  if (items.length === 0) return [[]];
  const [first, ...others] = items as [T, ...T[]];
  return setPartitions(others).flatMap((parts) => [
    [[first], ...parts],
    ...parts.map((part, at) => [...parts.slice(0, at), [first, ...part], ...parts.slice(at + 1)]),
  ]);
}

/** All multisets of nonzero vectors that sum to the vector `a`, each listed once. */
export function vectorPartitions(a: Block): Block[][] {
  const items = a.flatMap((count, axis) => Array<number>(count).fill(axis));
  const found = new Map<string, Block[]>();
  for (const parts of setPartitions(items)) {
    const blocks = parts.map((part) => a.map((_, axis) => part.filter((item) => item === axis).length));
    blocks.sort(compareBlocks);
    found.set(JSON.stringify(blocks), blocks);
  }
  return [...found.values()];
}

export function compareBlocks(a: Block, b: Block): number {
  const at = a.findIndex((x, i) => x !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

/** The axes that a block touches. */
export function support(block: Block): number[] {
  return block.flatMap((x, axis) => (x > 0 ? [axis] : []));
}

/** Π over the distinct v of c(v)! · Π_j (v_j!)^c(v), c(v) the multiplicity of v (spec sections 5a, 5b). */
export function multiplicityFactor(blocks: readonly Block[]): number {
  let factor = 1;
  for (const { value, count } of multiplicities(blocks).values()) {
    factor *= factorial(count) * product(value.map(factorial)) ** count;
  }
  return factor;
}
