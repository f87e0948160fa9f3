import type { PlanBuilder } from "../../plan/builder.ts";
import type { BufferId, View } from "../../plan/plan.ts";
import { along, whole } from "../../plan/views.ts";
import { congruence, contractVector, type WeightMatrix } from "../contract.ts";
import type { Chain, Entry, Legs, MadeChain, NewEntry } from "./entry.ts";
import { chainSlice } from "./slice.ts";

/**
 * kappa_3 of z = W x: every factor of every entry through W (spec section 7). Old entries go through W diag(scale)
 * instead of being scaled first; the new entry's p is the identity, so that W itself is its product.
 */
export function chainThrough(
  builder: PlanBuilder,
  { entries, scale, made }: MadeChain,
  weight: WeightMatrix,
  reach: "diagonal" | "all",
): Chain {
  const scaled = entries.length > 0 ? scaledColumns(builder, weight, scale) : weight;
  const old = entries.map((entry) => ({
    ...factorsThrough(builder, entry, scaled),
    p: product(builder, entry.p, entry.width, scaled),
  }));
  const moved: Entry[] = [...old, { ...factorsThrough(builder, made, weight), p: weight.view }];
  return { entries: moved, slice: chainSlice(builder, moved, weight.outputs, reach) };
}

function factorsThrough(
  builder: PlanBuilder,
  { width, legs, m, pieces }: NewEntry,
  weight: WeightMatrix,
): NewEntry {
  return {
    width,
    legs: legs.map((pair): Legs => {
      const u = product(builder, pair.u, width, weight);
      return "v" in pair ? { u, v: product(builder, pair.v, width, weight) } : { ...pair, u };
    }),
    m: product(builder, m, width, weight),
    pieces: pieces.map(({ a, s }) => ({
      a: contractVector(builder, a, weight, "a"),
      s: congruence(builder, s, weight, "S"),
    })),
  };
}

/** W diag(scale). */
function scaledColumns(builder: PlanBuilder, weight: WeightMatrix, scale: BufferId): WeightMatrix {
  const shape = [weight.outputs, weight.inputs];
  const view = whole(builder.buffer("W scaled", shape), shape);
  const columns = along(scale, [weight.inputs], [1], 2);
  builder.terms(shape, view, [{ coefficient: 1, factors: [weight.view, columns] }]);
  return { ...weight, view };
}

/** A matrix of factors through W: [outputs, width]. */
function product(
  builder: PlanBuilder,
  factor: View,
  width: number,
  { view, outputs, inputs }: WeightMatrix,
): View {
  const shape = [outputs, width];
  const out = whole(builder.buffer("factor", shape), shape);
  builder.gemm({ rows: outputs, columns: width, inner: inputs }, view, factor, out);
  return out;
}
