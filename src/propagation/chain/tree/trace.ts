import type { BufferId, Term, View } from "../../../plan/plan.ts";
import { along, transposed, whole } from "../../../plan/views.ts";
import { cube } from "../../state.ts";
import type { NewEntry } from "../entry.ts";
import { type Making, newSlice } from "../made.ts";
import { addContraction, addNewContraction } from "./contract.ts";
import { hollow, type Leg, type TreeLegs, wickAt } from "./leg.ts";
import type { Kappa4 } from "./made.ts";

/**
 * Half of the trace of slice (2,1,1) of an activation's kappa_4 over its doubled index, summed diagram by diagram
 * (spec section 8): a matrix h such that, for j ≠ k,
 *
 *     (h + hᵀ)_jk = Σ_{i ≠ j, k} [ pK(2,1,1)_ijk − 2 pK(1)_i pK(1,1,1)_ijk − 2 pK(1,1)_ij pK(1,1)_ik ]
 */
export function halfTrace(
  making: Making,
  legs: TreeLegs,
  kappa4: Kappa4 | null,
  made: NewEntry,
  variance: BufferId,
): View {
  const { builder, n } = making;
  const half = whole(builder.buffer("half trace", cube(n, 2)), cube(n, 2));
  builder.terms(cube(n, 2), half, []);
  addOldBlocks(making, half);
  addNewBlocks(making, made, half);
  addCovariances(making, variance, half);
  addPathsThroughTraced(making, legs, made, half);
  addPathsEndingAtTraced(making, legs, half);
  addTriangle(making, legs.light.weight, half);
  if (kappa4 !== null) addKappa4(making, kappa4, half);
  return half;
}

/** D [Σ_i x_i kappa_ijk without i = j, k] D, x = w(1,2) − 2 w(0,1) w(1,1): the blocks (2,1,1) → (1,1,1) of kappa_3. */
function addOldBlocks(making: Making, half: View): void {
  const { builder, n, chain, wick, cumulants } = making;
  if (chain === null) return;
  const x = builder.buffer("x", [n]);
  const vector = (buffer: BufferId) => whole(buffer, [n]);
  builder.terms([n], vector(x), [
    { coefficient: 1, factors: [vector(wick.vector(1, 2))] },
    { coefficient: -2, factors: [cumulants.mean(), vector(wick.vector(1, 1))] },
  ]);
  const q = whole(builder.buffer("q", cube(n, 2)), cube(n, 2));
  builder.terms(cube(n, 2), q, []);
  for (const entry of chain.entries) addContraction(builder, entry, x, n, q);
  const both = [wickAt(making, 1, 1, 0), wickAt(making, 1, 1, 1)];
  const slice = whole(chain.slice.buffer, cube(n, 2));
  add(making, half, [
    { coefficient: 1 / 6, factors: [q, ...both] },
    { coefficient: -1, factors: [slice, along(x, [n], [0], 2), ...both] },
  ]);
}

/** Σ_i y_i kappa_ijk without i = j, k, of the entry made here; y = −2 w(0,1). */
function addNewBlocks(making: Making, made: NewEntry, half: View): void {
  const { builder, n, cumulants } = making;
  const y = builder.buffer("y", [n]);
  builder.terms([n], whole(y, [n]), [{ coefficient: -2, factors: [cumulants.mean()] }]);
  const q = whole(builder.buffer("q", cube(n, 2)), cube(n, 2));
  builder.terms(cube(n, 2), q, []);
  addNewContraction(builder, made, y, n, q);
  const ends = newSlice(made.legs, made.pieces, n).map(({ coefficient, factors }) => ({
    coefficient: -coefficient,
    factors: [...factors, along(y, [n], [0], 2)],
  }));
  add(making, half, [{ coefficient: 1 / 6, factors: [q] }, ...ends]);
}

/** − pK(1,1) pK(1,1), the covariance of the activation with its diagonal zeroed. */
function addCovariances(making: Making, variance: BufferId, half: View): void {
  const { builder, n } = making;
  const c = hollow(making, "pK(1,1)", [{ coefficient: 1, factors: [whole(variance, cube(n, 2))] }]);
  const square = whole(builder.buffer("pK(1,1)²", cube(n, 2)), cube(n, 2));
  builder.gemm({ rows: n, columns: n, inner: n }, c, transposed(c), square, { symmetric: true });
  add(making, half, [{ coefficient: -1, factors: [square] }]);
}

/** Paths j – i – k whose centre is traced: (½ U diag(w(2,2)) + H) Uᵀ, H a heavy leg and its centre. */
function addPathsThroughTraced(making: Making, { heavy }: TreeLegs, made: NewEntry, half: View): void {
  const { builder, n } = making;
  const { u } = made.legs[0]!;
  const left = whole(builder.buffer("leg to the centre", cube(n, 2)), cube(n, 2));
  const terms: Term[] = [{ coefficient: 1 / 2, factors: [u, wickAt(making, 2, 2, 1)] }];
  for (const { end, near, weight, coefficient } of heavy) {
    terms.push({ coefficient, factors: [weight, wickAt(making, end, 1, 0), wickAt(making, near + 1, 2, 1)] });
  }
  builder.terms(cube(n, 2), left, terms);
  builder.gemm({ rows: n, columns: n, inner: n }, left, transposed(u), half, { accumulate: true });
}

/** Paths i – j – k whose end is traced, i ≠ k: sums over columns of the first leg, less its entry at i = k. */
function addPathsEndingAtTraced(making: Making, { light, heavy }: TreeLegs, half: View): void {
  const pairs = [
    [light, light],
    ...heavy.flatMap((leg) => [
      [light, leg],
      [leg, light],
    ]),
  ] as [Leg, Leg][];
  const sums = new Map<Leg, View>();
  for (const leg of [light, ...heavy]) sums.set(leg, columnSums(making, leg));
  add(
    making,
    half,
    pairs.flatMap(([first, second]): Term[] => {
      const centre = wickAt(making, first.near + second.end, 1, 0);
      const tail = [second.weight, wickAt(making, second.near, 1, 1), centre];
      const coefficient = first.coefficient * second.coefficient;
      return [
        { coefficient: second.coefficient, factors: [...tail, sums.get(first)!] },
        {
          coefficient: -coefficient,
          factors: [...tail, transposed(first.weight), wickAt(making, first.end, 2, 1)],
        },
      ];
    }),
  );
}

/** Σ_i w(end,2)_i weight_ij of a leg, over loop axis 0 = j. */
function columnSums(making: Making, { end, weight, coefficient }: Leg): View {
  const { builder, n } = making;
  const out = builder.buffer("leg sums", [n]);
  const term = { coefficient, factors: [weight, wickAt(making, end, 2, 0)] };
  builder.terms(cube(n, 2), along(out, [n], [1], 2), [term]);
  return along(out, [n], [0], 2);
}

/** The triangle of edges: ½ (S diag(w(2,2)) S)_jk S_jk w2_j w2_k. */
function addTriangle(making: Making, s: View, half: View): void {
  const { builder, n } = making;
  const left = whole(builder.buffer("S w(2,2)", cube(n, 2)), cube(n, 2));
  builder.terms(cube(n, 2), left, [{ coefficient: 1, factors: [s, wickAt(making, 2, 2, 1)] }]);
  const square = whole(builder.buffer("S w(2,2) S", cube(n, 2)), cube(n, 2));
  builder.gemm({ rows: n, columns: n, inner: n }, left, transposed(s), square, { symmetric: true });
  const factors = [square, s, wickAt(making, 2, 1, 0), wickAt(making, 2, 1, 1)];
  add(making, half, [{ coefficient: 1 / 2, factors }]);
}

/** The block (2,1,1) of kappa_4 = Sym(C ⊗ G), its doubled index traced or not; c, g the diagonals. */
function addKappa4(making: Making, { core, metric }: Kappa4, half: View): void {
  const { builder, n } = making;
  const [c, g] = [whole(core, cube(n, 2)), whole(metric, cube(n, 2))];
  const diagonal = (buffer: BufferId, axis: 0 | 1) => along(buffer, cube(n, 2), [axis, axis], 2);
  const d = (axis: 0 | 1) => wickAt(making, 1, 1, axis);
  const twelfth = (coefficient: number, factors: View[]): Term => ({
    coefficient: coefficient / 12,
    factors,
  });

  const doubled = wickAt(making, 2, 2, 0);
  const left = whole(builder.buffer("C w(2,2)", cube(n, 2)), cube(n, 2));
  builder.terms(cube(n, 2), left, [{ coefficient: 1, factors: [c, wickAt(making, 2, 2, 1)] }]);
  const product = whole(builder.buffer("C w(2,2) G", cube(n, 2)), cube(n, 2));
  builder.gemm({ rows: n, columns: n, inner: n }, left, transposed(g), product);
  const [ac, ag] = [core, metric].map((buffer) => weightedTrace(making, buffer));
  add(
    making,
    half,
    [
      twelfth(1 / 2, [g, ac!]),
      twelfth(1 / 2, [c, ag!]),
      twelfth(2, [product]),
      twelfth(-3, [g, doubled, diagonal(core, 0)]),
      twelfth(-3, [c, doubled, diagonal(metric, 0)]),
    ].map(({ coefficient, factors }) => ({ coefficient, factors: [...factors, d(0), d(1)] })),
  );

  const [a0, a1] = [wickAt(making, 1, 2, 0), wickAt(making, 1, 2, 1)];
  const [aC, aG] = [core, metric].map((buffer) => weightedRows(making, buffer));
  add(
    making,
    half,
    [
      twelfth(1, [diagonal(core, 0), aG!(1)]),
      twelfth(1, [diagonal(metric, 0), aC!(1)]),
      twelfth(2, [g, aC!(0)]),
      twelfth(2, [c, aG!(0)]),
      twelfth(-3, [g, a0, diagonal(core, 0)]),
      twelfth(-3, [c, a0, diagonal(metric, 0)]),
      twelfth(-1, [diagonal(core, 0), a1, diagonal(metric, 1)]),
      twelfth(-1, [diagonal(metric, 0), a1, diagonal(core, 1)]),
      twelfth(-4, [c, g, a1]),
    ].map(({ coefficient, factors }) => ({
      coefficient,
      factors: [...factors, wickAt(making, 2, 1, 0), d(1)],
    })),
  );
}

/** Σ_i w(2,2)_i A_ii, a single number. */
function weightedTrace({ builder, n, wick }: Making, matrix: BufferId): View {
  const out = builder.buffer("weighted trace", []);
  const factors = [along(matrix, cube(n, 2), [0, 0], 1), whole(wick.vector(2, 2), [n])];
  builder.terms([n], along(out, [], [], 1), [{ coefficient: 1, factors }]);
  return along(out, [], [], 2);
}

/** Σ_i w(1,2)_i A_ij, a vector over a loop axis of choice. */
function weightedRows(making: Making, matrix: BufferId): (axis: 0 | 1) => View {
  const { builder, n } = making;
  const out = builder.buffer("weighted rows", [n]);
  const factors = [whole(matrix, cube(n, 2)), wickAt(making, 1, 2, 0)];
  builder.terms(cube(n, 2), along(out, [n], [1], 2), [{ coefficient: 1, factors }]);
  return (axis) => along(out, [n], [axis], 2);
}

function add({ builder, n }: Making, half: View, terms: readonly Term[]): void {
  builder.terms(cube(n, 2), half, terms, true);
}
