import type { WickSource } from "../activations/activation.ts";
import { type Kind, type Order, trackedDegrees } from "../combinatorics/tracked.ts";
import type { PlanBuilder } from "../plan/builder.ts";
import type { Chain } from "./chain/entry.ts";
import { chainParts } from "./chain/parts.ts";
import type { Form } from "./form.ts";
import { PowerCumulants } from "./power-cumulants.ts";
import { project } from "./projection.ts";
import { Slices } from "./slices.ts";
import { meanOf, type Part, type State } from "./state.ts";
import { WickCoefficients } from "./wick-coefficients.ts";

/** The state of x = phi(z), as far as it is asked for (spec section 5). */
export function nonlinearStep(
  builder: PlanBuilder,
  z: State,
  activation: WickSource,
  method: { order: Order; kind: Kind; form: Form },
  reach: "mean" | "all",
): State {
  const slices = new Slices(builder, z);
  const variance = builder.floorVariance(z.n, slices.view([2], [0], 1)!);
  const wick = new WickCoefficients(builder, activation, meanOf(z), variance);
  const cumulants = new PowerCumulants(builder, z.n, method, slices, wick);
  const parts = new Map<number, Part>();
  for (const [d, r] of trackedDegrees(method.order, method.kind)) {
    if (d > 1 && reach === "mean") break;
    if (d === 3 && method.form === "shared-chain") {
      const making = { builder, n: z.n, chain: chainOf(z), slices, wick, cumulants };
      for (const [degree, part] of chainParts(making, z, method.kind, covarianceOf(parts)))
        parts.set(degree, part);
    }
    if (!parts.has(d)) parts.set(d, project(builder, cumulants, z.n, d, r));
  }
  return { n: z.n, parts, metric: { form: "identity" } };
}

/** kappa_3's factors; null at the first layer, where it is zero. */
function chainOf(z: State): Chain | null {
  const part = z.parts.get(3);
  return part?.form === "chain" ? part.chain : null;
}

function covarianceOf(parts: ReadonlyMap<number, Part>) {
  const part = parts.get(2);
  if (part?.form !== "whole") throw new Error("from order 2 on an activation's covariance is carried whole");
  return part.buffer;
}
