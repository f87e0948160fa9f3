import { projectionCoefficient } from "../../../combinatorics/projection.ts";
import type { BufferId, Term, View } from "../../../plan/plan.ts";
import { along, transposed, whole } from "../../../plan/views.ts";
import { cube } from "../../state.ts";
import { type Making, onDiagonal } from "../made.ts";
import { hollow } from "./leg.ts";

/**
 * The radial core (d = 4, r = 1) of an activation from the traces of its slices (spec sections 5c and 8):
 *
 *     core = 12 A_1 t + 24 A_2 tr(t) I,  t_jk = Σ_i kappa_iijk
 */
export function treeCore(making: Making, half: View): BufferId {
  const { builder, n } = making;
  const trace = fullTrace(making, half);
  const core = builder.buffer("kappa4 core", cube(n, 2));
  const total = builder.buffer("trace of the trace", []);
  builder.terms([n], along(total, [], [], 1), [{ coefficient: 1, factors: [onDiagonal(trace)] }]);
  const [once, twice] = [12 * projectionCoefficient(4, 1, 1, n), 24 * projectionCoefficient(4, 1, 2, n)];
  builder.terms(cube(n, 2), whole(core, cube(n, 2)), [{ coefficient: once, factors: [trace] }]);
  const diagonal = along(core, cube(n, 2), [0, 0], 1);
  builder.terms([n], diagonal, [{ coefficient: twice, factors: [along(total, [], [], 1)] }], true);
  return core;
}

/** t_jk: off the diagonal slices (2,1,1) and (3,1), on it (2,2) and (4). */
function fullTrace(making: Making, half: View): View {
  const { builder, n } = making;
  const trace = whole(builder.buffer("trace", cube(n, 2)), cube(n, 2));
  const threeOne = slice(making, [3, 1]);
  const parts: Term[] = [half, transposed(half), threeOne, transposed(threeOne)].map((view) => ({
    coefficient: 1,
    factors: [view],
  }));
  builder.terms(cube(n, 2), trace, parts);
  const twoTwo = hollow(making, "kappa[2,2]", [{ coefficient: 1, factors: [slice(making, [2, 2])] }]);
  const sums = builder.buffer("sums of kappa[2,2]", [n]);
  builder.terms(cube(n, 2), along(sums, [n], [1], 2), [{ coefficient: 1, factors: [twoTwo] }]);
  const onIt = [whole(sums, [n]), slice(making, [4])].map((view) => ({ coefficient: 1, factors: [view] }));
  builder.terms([n], onDiagonal(trace), onIt);
  return trace;
}

function slice({ builder, n, cumulants }: Making, a: readonly number[]): View {
  const out = whole(builder.buffer(`kappa[${a}]`, cube(n, a.length)), cube(n, a.length));
  cumulants.cumulantInto(a, out);
  return out;
}
