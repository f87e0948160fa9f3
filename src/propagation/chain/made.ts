import type { PlanBuilder } from "../../plan/builder.ts";
import type { Term, View } from "../../plan/plan.ts";
import { along, transposed, whole } from "../../plan/views.ts";
import type { PowerCumulants } from "../power-cumulants.ts";
import type { Slices } from "../slices.ts";
import { cube } from "../state.ts";
import type { WickCoefficients } from "../wick-coefficients.ts";
import type { Chain, MadeChain } from "./entry.ts";

/**
 * kappa_3 of an activation in shared-chain form, order 3 simple (spec section 7): the old entries with their rows
 * scaled by w(1,1), and a new one whose paths i – r – k carry U = diag(w(1,1)) S, weight 3 w(2,1), and whose M
 * makes up what the repeated-index slices (2,1) and (3) of the factors lack.
 */
export function makeChain(
  builder: PlanBuilder,
  n: number,
  z: Chain | null,
  slices: Slices,
  wick: WickCoefficients,
  cumulants: PowerCumulants,
): MadeChain {
  const shape = cube(n, 2);
  const scale = wick.vector(1, 1);
  const weight = wick.vector(2, 1);
  const row = along(scale, [n], [0], 2);
  const u = whole(builder.buffer("U", shape), shape);
  builder.terms(shape, u, [{ coefficient: 1, factors: [slices.view([1, 1], [0, 1], 2)!, row] }]);
  builder.terms([n], onDiagonal(u), []);
  const column = along(scale, [n], [1], 2);
  const factors: Term[] = [{ coefficient: -3, factors: [u, u, along(weight, [n], [1], 2)] }];
  if (z?.slice) factors.push({ coefficient: -3, factors: [whole(z.slice.buffer, shape), row, row, column] });
  return {
    entries: z?.entries ?? [],
    scale,
    made: { width: n, legs: [{ u, weight, coefficient: 3 }], m: correction(builder, n, cumulants, factors) },
  };
}

/**
 * M_{kr} = 3 (kappa(2,1)_{rk} − T'_{rk}) off the diagonal, M_rr = kappa(3)_r − T'_rr; `factors` are −3 T'.
 * Written transposed, as D_{rk}.
 */
function correction(
  builder: PlanBuilder,
  n: number,
  cumulants: PowerCumulants,
  factors: readonly Term[],
): View {
  const shape = cube(n, 2);
  const d = whole(builder.buffer("M transposed", shape), shape);
  const wanted = whole(builder.buffer("kappa[2,1]", shape), shape);
  cumulants.cumulantInto([2, 1], wanted);
  builder.terms(shape, d, [{ coefficient: 3, factors: [wanted] }, ...factors]);
  const own = whole(builder.buffer("kappa[3]", [n]), [n]);
  cumulants.cumulantInto([3], own);
  builder.terms([n], onDiagonal(d), [{ coefficient: 1, factors: [own] }, ...factors.map(thirdOnDiagonal)]);
  return transposed(d);
}

/** A third of a term, at i = j. */
function thirdOnDiagonal({ coefficient, factors }: Term): Term {
  return { coefficient: coefficient / 3, factors: factors.map(onDiagonal) };
}

function onDiagonal(view: View): View {
  return { ...view, strides: [view.strides[0]! + view.strides[1]!] };
}
