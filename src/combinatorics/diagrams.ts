import { permutations, sum } from "./counting.ts";
import { isHypertree } from "./hypertree.ts";
import { memoised } from "./memoised.ts";
import { type Block, compareBlocks, multiplicityFactor, support } from "./partitions.ts";
import { isAugmented, type Kind, largestDegree, type Order, powerPartitions } from "./tracked.ts";

/** A multiset of blocks on m axes (spec section 5a). */
export type Diagram = readonly Block[];

/** The diagrams of the power cumulant slice pK[a]. */
export const diagramsOf = memoised((a: readonly number[], order: Order, kind: Kind): readonly Diagram[] => {
  const all = allDiagrams(a.length, order, isAugmented(kind) ? "augment" : kind);
  return kind === "augment-tree" && order >= 3 ? all.filter((nu) => isKept(nu, a, order)) : all;
});

/** 1 / Π_{distinct v} ( c(v)! · Π_j (v_j!)^{c(v)} ). */
export function diagramCoefficient(diagram: Diagram): number {
  return 1 / multiplicityFactor(diagram);
}

/** How often each axis is differentiated: the k of its Wick coefficient. */
export function legs(diagram: Diagram, axes: number): number[] {
  return Array.from({ length: axes }, (_, j) => sum(diagram.map((v) => v[j]!)));
}

/** The diagrams on m axes: mixed, connected, within the budget; they do not depend on a. */
const allDiagrams = memoised((m: number, order: Order, kind: Kind): readonly Diagram[] => {
  const top = largestDegree(order, kind);
  const blocks = mixedBlocks(m, top);
  const budget = isAugmented(kind) ? order : order - 1;
  return multisets(blocks, budget).filter((nu) => isConnected(nu, m));
});

/** All vectors of N^m of degree 1 to `top`; of degree at most 2 only those with two nonzero entries. */
function mixedBlocks(m: number, top: number): Block[] {
  let vectors: Block[] = [[]];
  for (let j = 0; j < m; j++) {
    vectors = vectors.flatMap((v) => Array.from({ length: top + 1 - sum(v) }, (_, x) => [...v, x]));
  }
  return vectors.filter((v) => sum(v) > 2 || (sum(v) === 2 && support(v).length === 2)).sort(compareBlocks);
}

/** |v| − 1, one less where every entry is even; at least 1 for a mixed block. */
function cost(block: Block): number {
  return sum(block) - 1 - (block.every((x) => x % 2 === 0) ? 1 : 0);
}

/** Multisets of blocks whose costs sum to at most `budget`. */
function multisets(blocks: readonly Block[], budget: number): Diagram[] {
  const found: Diagram[] = [[]];
  blocks.forEach((block, at) => {
    if (cost(block) > budget) return;
    for (const rest of multisets(blocks.slice(at), budget - cost(block))) found.push([block, ...rest]);
  });
  return found;
}

function isConnected(diagram: Diagram, m: number): boolean {
  const reached = new Set([0]);
  for (let sweep = 0; sweep < m; sweep++) {
    for (const axes of diagram.map(support)) {
      if (axes.some((axis) => reached.has(axis))) for (const axis of axes) reached.add(axis);
    }
  }
  return reached.size === m;
}

/** Whether augment-tree keeps the term (a, ν) (spec section 8). */
function isKept(diagram: Diagram, a: readonly number[], order: Order): boolean {
  const isTop = (v: readonly number[]) => v.length === order && v.every((x) => x === 1);
  return isTop(a) ? isHypertree(diagram) : diagram.length === 1 || !diagram.some(isTop);
}

/** The number of diagrams up to permutations of the axes that preserve a, and of all diagrams. */
export function countDiagrams(order: Order, kind: Kind): { classes: number; all: number } {
  let all = 0;
  let classes = 0;
  for (const a of powerPartitions(order, kind)) {
    const diagrams = diagramsOf(a, order, kind);
    const symmetries = permutations(a.length).filter((s) => s.every((from, to) => a[from] === a[to]));
    all += diagrams.length;
    classes += new Set(diagrams.map((nu) => canonicalForm(nu, symmetries))).size;
  }
  return { classes, all };
}

/** The smallest text among a diagram's images under the symmetries. */
function canonicalForm(diagram: Diagram, symmetries: readonly number[][]): string {
  const images = symmetries.map((s) => diagram.map((v) => s.map((axis) => v[axis]!)).sort(compareBlocks));
  return images.map((image) => JSON.stringify(image)).sort()[0]!;
}
