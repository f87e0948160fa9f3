import type { Kind } from "../../combinatorics/tracked.ts";
import type { PlanBuilder } from "../../plan/builder.ts";
import type { BufferId } from "../../plan/plan.ts";
import { along, whole } from "../../plan/views.ts";
import { cube, type Part, type State } from "../state.ts";
import { type Making, makeChain } from "./made.ts";
import { treeCore } from "./tree/core.ts";
import { treeLegs } from "./tree/leg.ts";
import { type Kappa4, makeTreeChain } from "./tree/made.ts";
import { halfTrace } from "./tree/trace.ts";

/**
 * The parts of an activation that the shared-chain form computes in its own way: degree 3 for order 3 simple,
 * degrees 3 and 4 for order 3 augment-tree. `covariance` is kappa_2 of the activation.
 */
export function chainParts(making: Making, z: State, kind: Kind, covariance: BufferId): Map<number, Part> {
  if (kind === "simple") return new Map([[3, { form: "made-chain", chain: makeChain(making) }]]);
  const legs = treeLegs(making);
  const kappa4 = kappa4Of(making.builder, z);
  const chain = makeTreeChain(making, legs, kappa4);
  const core = treeCore(making, halfTrace(making, legs, kappa4, chain.made, covariance));
  return new Map<number, Part>([
    [3, { form: "made-chain", chain }],
    [4, { form: "radial", core, r: 1 }],
  ]);
}

/** kappa_4's core and metric as matrices; null at the first layer, where it is zero. */
function kappa4Of(builder: PlanBuilder, { parts, metric, n }: State): Kappa4 | null {
  const part = parts.get(4);
  if (part?.form !== "radial") return null;
  if (metric.form === "full") return { core: part.core, metric: metric.buffer };
  if (metric.form !== "scaled") throw new Error("the metric of a layer that is carried on is full or scaled");
  return { core: part.core, metric: scaledIdentity(builder, metric.scale, n) };
}

function scaledIdentity(builder: PlanBuilder, scale: BufferId, n: number): BufferId {
  const buffer = builder.buffer("metric", cube(n, 2));
  builder.terms(cube(n, 2), whole(buffer, cube(n, 2)), []);
  const diagonal = along(buffer, cube(n, 2), [0, 0], 1);
  builder.terms([n], diagonal, [{ coefficient: 1, factors: [along(scale, [], [], 1)] }]);
  return buffer;
}
