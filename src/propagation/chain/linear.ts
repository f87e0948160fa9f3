import type { PlanBuilder } from "../../plan/builder.ts";
import type { BufferId, View } from "../../plan/plan.ts";
import { along, whole } from "../../plan/views.ts";
import type { LinearMap } from "../linear.ts";
import type { Chain, Entry, Legs, MadeChain } from "./entry.ts";
import { chainSlice } from "./slice.ts";

/**
 * kappa_3 of z = W x: every matrix of every entry through W (spec section 7). Old entries go through W diag(scale)
 * instead of being scaled first; the new entry's p is the identity, so that W itself is its product.
 */
export function chainThrough(
  builder: PlanBuilder,
  { entries, scale, made }: MadeChain,
  map: LinearMap,
  reach: "diagonal" | "all",
): Chain {
  const shape = [map.outputs, map.inputs];
  const weight = whole(map.weight, shape);
  const moved: Entry[] = [];
  if (entries.length > 0) {
    const scaled = scaledColumns(builder, weight, scale, shape);
    for (const entry of entries) {
      const p = product(builder, scaled, entry.p, map, entry.width);
      moved.push({ ...entry, p, ...restThrough(builder, scaled, entry, map) });
    }
  }
  moved.push({ width: made.width, p: weight, ...restThrough(builder, weight, made, map) });
  return { entries: moved, slice: chainSlice(builder, moved, map.outputs, reach) };
}

function restThrough(builder: PlanBuilder, weight: View, entry: Omit<Entry, "p">, map: LinearMap) {
  const { width } = entry;
  const legs = entry.legs.map((pair): Legs => {
    const u = product(builder, weight, pair.u, map, width);
    return "v" in pair ? { u, v: product(builder, weight, pair.v, map, width) } : { ...pair, u };
  });
  return { legs, m: product(builder, weight, entry.m, map, width) };
}

/** W diag(scale). */
function scaledColumns(builder: PlanBuilder, weight: View, scale: BufferId, shape: readonly number[]): View {
  const out = whole(builder.buffer("W scaled", shape), shape);
  builder.terms(shape, out, [{ coefficient: 1, factors: [weight, along(scale, [shape[1]!], [1], 2)] }]);
  return out;
}

/** A matrix of factors through W: [outputs, width]. */
function product(builder: PlanBuilder, weight: View, factor: View, map: LinearMap, width: number): View {
  const shape = [map.outputs, width];
  const out = whole(builder.buffer("factor", shape), shape);
  builder.gemm({ rows: map.outputs, columns: width, inner: map.inputs }, weight, factor, out);
  return out;
}
