import type { WickSource } from "../activations/activation.ts";
import { type Kind, type Order, trackedDegrees } from "../combinatorics/tracked.ts";
import type { PlanBuilder } from "../plan/builder.ts";
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
  method: { order: Order; kind: Kind },
  reach: "mean" | "all",
): State {
  const slices = new Slices(builder, z);
  const variance = builder.floorVariance(z.n, slices.view([2], [0], 1)!);
  const wick = new WickCoefficients(builder, activation, meanOf(z), variance);
  const cumulants = new PowerCumulants(builder, z.n, method, slices, wick);
  const parts = new Map<number, Part>();
  for (const [d, r] of trackedDegrees(method.order, method.kind)) {
    if (d === 1 || reach === "all") parts.set(d, project(builder, cumulants, z.n, d, r));
  }
  return { n: z.n, parts, metric: { form: "identity" } };
}
