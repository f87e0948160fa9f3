import { factorial, product } from "./counting.ts";
import { memoised } from "./memoised.ts";
import { type Block, multiplicityFactor, setPartitions, vectorPartitions } from "./partitions.ts";

/** One term of `kappa[a] = Σ coefficient · Π_{B} pK[B]`. */
export interface CumulantTerm {
  readonly coefficient: number;
  readonly blocks: readonly Block[];
}

/** The cumulant slice kappa[a] in power cumulants (spec section 5b); terms that cancel are left out. */
export const cumulantTerms = memoised((a: readonly number[]): readonly CumulantTerm[] => {
  if (a.every((x) => x === 1)) return [{ coefficient: 1, blocks: [a] }];
  return vectorPartitions(a)
    .map((blocks) => ({ coefficient: fiber(a, blocks) * moebius(blocks), blocks }))
    .filter((term) => term.coefficient !== 0);
});

/** Π_j a_j! / Π_{distinct B} ( c(B)! Π_j (B_j!)^{c(B)} ). */
function fiber(a: readonly number[], blocks: readonly Block[]): number {
  return product(a.map(factorial)) / multiplicityFactor(blocks);
}

/** Σ_τ (−1)^{|τ|−1} (|τ|−1)! over the set partitions τ whose parts hold blocks of disjoint supports. */
function moebius(blocks: readonly Block[]): number {
  let total = 0;
  for (const parts of setPartitions(blocks)) {
    if (!parts.every(areDisjoint)) continue;
    total += (parts.length % 2 === 1 ? 1 : -1) * factorial(parts.length - 1);
  }
  return total;
}

function areDisjoint(blocks: readonly Block[]): boolean {
  return blocks[0]!.every((_, axis) => blocks.filter((block) => block[axis]! > 0).length <= 1);
}
