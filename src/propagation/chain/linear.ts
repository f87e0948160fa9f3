import type { PlanBuilder } from "../../plan/builder.ts";
import { congruence, contractVector } from "../contract.ts";
import { factorThrough, scaledColumns } from "../factor.ts";
import type { WeightMatrix } from "../weight-matrix.ts";
import type { Chain, Entry, Legs, MadeChain, NewEntry } from "./entry.ts";
import { foldThrough } from "./fold/carry.ts";
import { foldOldest } from "./fold/oldest.ts";
import { chainSlice } from "./slice.ts";

/**
 * kappa_3 of z = W x: every factor of every entry through W (spec section 7). Old entries go through W diag(scale)
 * instead of being scaled first; the new entry's p is the identity, so that W itself is its product.
 */
export function chainThrough(
  builder: PlanBuilder,
  { entries, fold, scale, made, folding }: MadeChain,
  weight: WeightMatrix,
  reach: "diagonal" | "all",
): Chain {
  const scaled = entries.length > 0 ? scaledColumns(builder, weight, scale) : weight;
  const old = entries.map((entry) => ({
    ...factorsThrough(builder, entry, scaled),
    p: factorThrough(builder, entry.p, entry.width, scaled),
  }));
  const moved: Entry[] = [...old, { ...factorsThrough(builder, made, weight), p: weight.view }];
  const carried = { entries: moved, fold: fold && foldThrough(builder, fold, scaled) };
  const kept = folding && reach === "all" ? foldOldest(builder, carried, folding, weight.outputs) : carried;
  return { ...kept, slice: chainSlice(builder, kept, weight.outputs, reach) };
}

function factorsThrough(
  builder: PlanBuilder,
  { width, legs, m, pieces }: NewEntry,
  weight: WeightMatrix,
): NewEntry {
  return {
    width,
    legs: legs.map((pair): Legs => {
      const u = factorThrough(builder, pair.u, width, weight);
      return "v" in pair ? { u, v: factorThrough(builder, pair.v, width, weight) } : { ...pair, u };
    }),
    m: factorThrough(builder, m, width, weight),
    pieces: pieces.map(({ a, s }) => ({
      a: contractVector(builder, a, weight, "a"),
      s: congruence(builder, s, weight, "S"),
    })),
  };
}
