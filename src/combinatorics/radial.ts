import { memoised } from "./memoised.ts";

/** Some of the ways to read d positions as a core and r pairs: which axes each holds, and their share. */
export interface RadialTerm {
  /** The axes at the core's positions, rising; length d − 2r. */
  readonly core: readonly number[];
  /** The axes at the two ends of each of the r pairs. */
  readonly pairs: readonly (readonly [number, number])[];
  /** The fraction of all ways; the fractions sum to 1. */
  readonly weight: number;
}

/**
 * The entry of Sym(core ⊗ G^r) at positions `axes` (a list of d axes, repeats allowed) as an average over the
 * C(d, 2r)·(2r−1)!! ways to choose the core's positions and to pair up the others (spec section 4).
 */
export const radialTerms = memoised((axes: readonly number[], r: number): readonly RadialTerm[] => {
  const ways = choices(axes, r);
  const found = new Map<string, { core: number[]; pairs: [number, number][]; count: number }>();
  for (const { core, pairs } of ways) {
    const key = JSON.stringify([core, pairs]);
    const entry = found.get(key);
    if (entry) entry.count++;
    else found.set(key, { core, pairs, count: 1 });
  }
  return [...found.values()].map(({ core, pairs, count }) => ({ core, pairs, weight: count / ways.length }));
});

interface Way {
  core: number[];
  pairs: [number, number][];
}

/** Every way, axes and pairs in rising order so that equal ways look alike. */
function choices(axes: readonly number[], r: number): Way[] {
  const d = axes.length;
  if (r === 0) return [{ core: [...axes].sort((a, b) => a - b), pairs: [] }];
  if (d === 0) return [];
  const [first, ...others] = axes as [number, ...number[]];
  const inCore = 2 * r < d ? choices(others, r).map((way) => withCore(way, first)) : [];
  const paired = others.flatMap((other, at) =>
    choices(others.toSpliced(at, 1), r - 1).map((way) => withPair(way, first, other)),
  );
  return [...inCore, ...paired];
}

function withCore(way: Way, axis: number): Way {
  return { core: [...way.core, axis].sort((a, b) => a - b), pairs: way.pairs };
}

function withPair(way: Way, a: number, b: number): Way {
  const pair: [number, number] = a < b ? [a, b] : [b, a];
  return { core: way.core, pairs: [...way.pairs, pair].sort((p, q) => p[0] - q[0] || p[1] - q[1]) };
}
