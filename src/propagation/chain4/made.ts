import type { PlanBuilder } from "../../plan/builder.ts";
import type { BufferId, Term, View } from "../../plan/plan.ts";
import { along, placed, whole } from "../../plan/views.ts";
import { foldedTerms } from "../folded-terms.ts";
import { symmetricTerms } from "../lower-triangles.ts";
import type { PowerCumulants } from "../power-cumulants.ts";
import type { Slices } from "../slices.ts";
import { cube } from "../state.ts";
import type { WickCoefficients } from "../wick-coefficients.ts";
import type { Chain4, MadeChain4 } from "./entry.ts";

/** What an entry is made from: a layer's pre-activation, seen through its slices, and its Wick coefficients. */
export interface Making4 {
  readonly builder: PlanBuilder;
  readonly n: number;
  /** kappa_4 of the pre-activation; null at the first layer, where it is zero. */
  readonly chain: Chain4 | null;
  readonly slices: Slices;
  readonly wick: WickCoefficients;
  readonly cumulants: PowerCumulants;
}

/**
 * kappa_4 of an activation, order 4 simple (spec section 7): the old entries scaled by w(1,1) on every index, and a
 * new one. Its leaf edge is u, its B¹ the paths, stars and edges with a three-block beyond it, its B² what the
 * repeated-index slices of all that lack.
 */
export function makeChain4(making: Making4): MadeChain4 {
  const { builder, n, chain, slices, wick } = making;
  const s = hollowCovariance(making);
  const u = whole(builder.buffer("U", cube(n, 2)), cube(n, 2));
  builder.terms(cube(n, 2), u, [{ coefficient: 1, factors: [s, along(wick.vector(1, 1), [n], [0], 2)] }]);
  const b1 = builder.buffer("B1", cube(n, 3));
  const blocks = blockTerms(making, s, slices.view([1, 1, 1], [0, 1, 2], 3));
  symmetricTerms(builder, foldedTerms(builder, blocks, n), n, whole(b1, cube(n, 3)));
  const b2 = correction(making, u, b1);
  return { entries: chain?.entries ?? [], scale: wick.vector(1, 1), made: { width: n, u, b1, b2 } };
}

function hollowCovariance({ builder, n, slices }: Making4): View {
  const s = whole(builder.buffer("S", cube(n, 2)), cube(n, 2));
  builder.terms(cube(n, 2), s, [{ coefficient: 1, factors: [slices.view([1, 1], [0, 1], 2)!] }]);
  builder.terms([n], { ...s, strides: [n + 1] }, []);
  return s;
}

/**
 * B¹_r[k,l] over the loop axes (r, k, l), symmetric in k and l:
 * 6 w2_r S_kl (w2_k w1_l S_rk + w1_k w2_l S_rl) + 4 w3_r w1_k w1_l S_rk S_rl + 12 w2_r w1_k w1_l kappa_3[r,k,l].
 */
function blockTerms({ n, wick }: Making4, s: View, kappa3: View | null): Term[] {
  const w = (k: number, axis: number) => along(wick.vector(k, 1), [n], [axis], 3);
  const edge = (i: number, j: number) => placed(s, [i, j], 3);
  const terms: Term[] = [
    { coefficient: 6, factors: [w(2, 0), edge(1, 2), w(2, 1), w(1, 2), edge(0, 1)] },
    { coefficient: 6, factors: [w(2, 0), edge(1, 2), w(1, 1), w(2, 2), edge(0, 2)] },
    { coefficient: 4, factors: [w(3, 0), w(1, 1), w(1, 2), edge(0, 1), edge(0, 2)] },
  ];
  return kappa3 ? [...terms, { coefficient: 12, factors: [w(2, 0), w(1, 1), w(1, 2), kappa3] }] : terms;
}

/**
 * B²_r[k,l] from R(a) = wanted kappa(a) − what everything else gives: 6 R(2,1,1)_rkl, its diagonals overwritten by
 * 2 R(3,1)_rk where k or l equals r, 3 R(2,2)_rk where k = l, and R(4)_r where all are equal.
 */
function correction(making: Making4, u: View, b1: BufferId): BufferId {
  const { builder, n } = making;
  const b2 = builder.buffer("B2", cube(n, 3));
  const place = (axes: readonly number[]) => along(b2, cube(n, 3), axes, Math.max(...axes) + 1);
  put(making, [2, 1, 1], 6, newTwoOneOne(u, b1, n), place([0, 1, 2]));
  const threeOne = newThreeOne(u, b1, n);
  put(making, [3, 1], 2, threeOne, place([0, 0, 1]));
  builder.terms(cube(n, 2), place([0, 1, 0]), [{ coefficient: 1, factors: [place([0, 0, 1])] }]);
  put(making, [2, 2], 3, newTwoTwo(u, b1, n), place([0, 1, 1]));
  put(making, [4], 1, [], place([0, 0, 0]));
  return b2;
}

/** out = factor · (wanted slice − old entries, scaled − the new entry without B²). */
function put(making: Making4, a: readonly number[], factor: number, made: readonly Term[], out: View): void {
  const { builder, n, cumulants } = making;
  const shape = cube(n, a.length);
  const wanted = whole(builder.buffer(`kappa[${a}]`, shape), shape);
  cumulants.cumulantInto(a, wanted);
  const have = [...oldSlice(making, a), ...made].map((term) => ({
    ...term,
    coefficient: -factor * term.coefficient,
  }));
  const terms = [{ coefficient: factor, factors: [wanted] }, ...have];
  if (a.length === 3) symmetricTerms(builder, foldedTerms(builder, terms, n), n, out);
  else builder.terms(shape, out, terms);
}

/** The slice of the old entries once every index is scaled: Π_j scale_j^{a_j} kappa[a]. */
function oldSlice({ n, chain, slices, wick }: Making4, a: readonly number[]): Term[] {
  const axes = [...a.keys()];
  const slice = chain === null ? null : slices.view(a, axes, a.length);
  if (slice === null) return [];
  const scales = a.flatMap((count, axis) =>
    Array.from({ length: count }, () => along(wick.vector(1, 1), [n], [axis], a.length)),
  );
  return [{ coefficient: 1, factors: [slice, ...scales] }];
}

/** ¼ (u_ji B_i,ii + u_ij B_j,ii) of the new entry: p is the identity, u has no diagonal. */
function newThreeOne(u: View, b: BufferId, n: number): Term[] {
  return [
    { coefficient: 1 / 4, factors: [placed(u, [1, 0], 2), along(b, cube(n, 3), [0, 0, 0], 2)] },
    { coefficient: 1 / 4, factors: [placed(u, [0, 1], 2), along(b, cube(n, 3), [1, 0, 0], 2)] },
  ];
}

/** ⅓ (u_ji B_i,ij + u_ij B_j,ij). */
function newTwoTwo(u: View, b: BufferId, n: number): Term[] {
  return [
    { coefficient: 1 / 3, factors: [placed(u, [1, 0], 2), along(b, cube(n, 3), [0, 0, 1], 2)] },
    { coefficient: 1 / 3, factors: [placed(u, [0, 1], 2), along(b, cube(n, 3), [1, 0, 1], 2)] },
  ];
}

/** 1/12 (u_kj B_j,ii + u_jk B_k,ii) + ⅙ (u_ki B_i,ij + u_ik B_k,ij + u_ji B_i,ik + u_ij B_j,ik). */
function newTwoOneOne(u: View, b: BufferId, n: number): Term[] {
  const term = (coefficient: number, uAxes: number[], bAxes: number[]): Term => ({
    coefficient,
    factors: [placed(u, uAxes, 3), along(b, cube(n, 3), bAxes, 3)],
  });
  return [
    term(1 / 12, [2, 1], [1, 0, 0]),
    term(1 / 12, [1, 2], [2, 0, 0]),
    term(1 / 6, [2, 0], [0, 0, 1]),
    term(1 / 6, [0, 2], [2, 0, 1]),
    term(1 / 6, [1, 0], [0, 0, 2]),
    term(1 / 6, [0, 1], [1, 0, 2]),
  ];
}
