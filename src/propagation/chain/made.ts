import type { PlanBuilder } from "../../plan/builder.ts";
import type { Term, View } from "../../plan/plan.ts";
import { along, transposed, whole } from "../../plan/views.ts";
import type { PowerCumulants } from "../power-cumulants.ts";
import type { Slices } from "../slices.ts";
import { cube } from "../state.ts";
import type { WickCoefficients } from "../wick-coefficients.ts";
import type { Chain, Legs, MadeChain, Piece } from "./entry.ts";
import type { FoldShape } from "./fold/fold.ts";
import { pieceSlice } from "./slice.ts";

/** What an entry is made from: a layer's pre-activation, seen through its slices, and its Wick coefficients. */
export interface Making {
  readonly builder: PlanBuilder;
  readonly n: number;
  /** kappa_3 of the pre-activation; null at the first layer, where it is zero. */
  readonly chain: Chain | null;
  readonly slices: Slices;
  readonly wick: WickCoefficients;
  readonly cumulants: PowerCumulants;
  /** How old entries are folded; null: not at all. */
  readonly fold: FoldShape | null;
}

/**
 * kappa_3 of an activation, order 3 simple (spec section 7): the old entries with their rows scaled by w(1,1), and
 * a new one whose paths i – r – k carry U = diag(w(1,1)) S, weight 3 w(2,1).
 */
export function makeChain(making: Making): MadeChain {
  const { wick } = making;
  const u = lightLegs(making);
  return finishEntry(making, [{ u, weight: wick.vector(2, 1), coefficient: 3 }], []);
}

/** U = diag(w(1,1)) S, S the covariance with its diagonal zeroed. */
export function lightLegs({ builder, n, slices, wick }: Making): View {
  const u = whole(builder.buffer("U", cube(n, 2)), cube(n, 2));
  const rows = along(wick.vector(1, 1), [n], [0], 2);
  builder.terms(cube(n, 2), u, [{ coefficient: 1, factors: [slices.view([1, 1], [0, 1], 2)!, rows] }]);
  builder.terms([n], onDiagonal(u), []);
  return u;
}

/** The new entry with the M that makes up what the slices (2,1) and (3) of everything else lack. */
export function finishEntry(making: Making, legs: readonly Legs[], pieces: readonly Piece[]): MadeChain {
  const { n, chain, wick, fold: folding } = making;
  const scale = wick.vector(1, 1);
  const have = [...newSlice(legs, pieces, n), ...(chain ? [oldSlice(chain, scale, n)] : [])];
  const m = correction(making, have);
  const old = { entries: chain?.entries ?? [], fold: chain?.fold ?? null };
  return { ...old, scale, made: { width: n, legs, m, pieces }, folding };
}

/** Slice (2,1) of the old entries once their rows are scaled: scale_i² scale_j T_ij. */
function oldSlice({ slice }: Chain, scale: number, n: number): Term {
  const [rows, columns] = [along(scale, [n], [0], 2), along(scale, [n], [1], 2)];
  return { coefficient: 1, factors: [whole(slice.buffer, cube(n, 2)), rows, rows, columns] };
}

/** Slice (2,1) of a new entry without its M: p is the identity. */
export function newSlice(legs: readonly Legs[], pieces: readonly Piece[], n: number): Term[] {
  return [...legs.flatMap((pair) => legSlice(pair, n)), ...pieces.flatMap((piece) => pieceSlice(piece, n))];
}

/** ⅓ (u_ii v_ji + v_ii u_ji + u_ij v_ij). */
function legSlice(pair: Legs, n: number): Term[] {
  const third = 1 / 3;
  if (!("v" in pair)) {
    const [wi, wj] = [along(pair.weight, [n], [0], 2), along(pair.weight, [n], [1], 2)];
    const u = pair.u;
    return [
      { coefficient: 2 * third * pair.coefficient, factors: [rowDiagonal(u), transposed(u), wi] },
      { coefficient: third * pair.coefficient, factors: [u, u, wj] },
    ];
  }
  const { u, v } = pair;
  return [
    { coefficient: third, factors: [rowDiagonal(u), transposed(v)] },
    { coefficient: third, factors: [rowDiagonal(v), transposed(u)] },
    { coefficient: third, factors: [u, v] },
  ];
}

/** x_ii over the loop axes (i, j). */
function rowDiagonal(x: View): View {
  return { ...x, strides: [x.strides[0]! + x.strides[1]!, 0] };
}

/**
 * M_{kr} = 3 (kappa(2,1)_{rk} − have_{rk}) off the diagonal, M_rr = kappa(3)_r − have_rr; computed as its transpose.
 */
function correction({ builder, n, cumulants }: Making, have: readonly Term[]): View {
  const shape = cube(n, 2);
  const lacking = (factor: number) =>
    have.map((term) => ({ ...term, coefficient: -factor * term.coefficient }));
  const d = whole(builder.buffer("M transposed", shape), shape);
  const wanted = whole(builder.buffer("kappa[2,1]", shape), shape);
  cumulants.cumulantInto([2, 1], wanted);
  builder.terms(shape, d, [{ coefficient: 3, factors: [wanted] }, ...lacking(3)]);
  const own = whole(builder.buffer("kappa[3]", [n]), [n]);
  cumulants.cumulantInto([3], own);
  const atDiagonal = lacking(1).map((term) => ({ ...term, factors: term.factors.map(onDiagonal) }));
  builder.terms([n], onDiagonal(d), [{ coefficient: 1, factors: [own] }, ...atDiagonal]);
  return transposed(d);
}

/** A matrix view at i = j. */
export function onDiagonal(view: View): View {
  return { ...view, strides: [view.strides[0]! + view.strides[1]!] };
}
