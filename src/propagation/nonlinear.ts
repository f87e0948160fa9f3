import type { PlannedSource } from "../activations/activation.ts";
import { isOwn } from "../activations/own.ts";
import { type Kind, type Order, trackedDegrees } from "../combinatorics/tracked.ts";
import type { PlanBuilder } from "../plan/builder.ts";
import type { FoldShape } from "./chain/fold/fold.ts";
import type { Making } from "./chain/made.ts";
import { chainParts } from "./chain/parts.ts";
import { makeChain4 } from "./chain4/made.ts";
import type { Form } from "./form.ts";
import { activationNoise, type Precise } from "./noise.ts";
import { PowerCumulants } from "./power-cumulants.ts";
import { project } from "./projection.ts";
import { Slices } from "./slices.ts";
import { covarianceOf, meanOf, type Part, type State } from "./state.ts";
import { WickCoefficients } from "./wick-coefficients.ts";

/** The state of x = phi(z), as far as it is asked for (spec section 5). */
export function nonlinearStep(
  builder: PlanBuilder,
  z: State,
  activation: PlannedSource,
  method: { order: Order; kind: Kind; form: Form; fold: FoldShape | null; dtype: Precise },
  reach: "mean" | "covariance" | "all",
): State {
  const slices = new Slices(builder, z);
  const found = { variance: slices.view([2], [0], 1)!, noise: z.noise };
  const variance = builder.floorVariance(z.n, meanOf(z), found.variance, z.noise);
  const gaussian = activation.family === "tail" ? "tail" : isOwn(activation) && `own${builder.currentLayer}`;
  if (gaussian) {
    builder.store(`${gaussian}/mean`, meanOf(z));
    builder.store(`${gaussian}/variance`, variance);
  }
  const wick = new WickCoefficients(builder, activation, meanOf(z), variance);
  const cumulants = new PowerCumulants(builder, z.n, method, slices, wick);
  const making = { builder, n: z.n, slices, wick, cumulants, fold: method.fold };
  const parts = new Map<number, Part>();
  for (const [d, r] of trackedDegrees(method.order, method.kind)) {
    if (d > mostDegree(reach)) break;
    if (d === method.order && method.form === "shared-chain") {
      for (const [degree, part] of factored(z, making, method, parts)) parts.set(degree, part);
    }
    if (!parts.has(d)) parts.set(d, project(builder, cumulants, z.n, d, r));
  }
  const x: Omit<State, "noise"> = { n: z.n, parts, metric: { form: "identity" } };
  return { ...x, noise: activationNoise(builder, x, found, method.dtype) };
}

function mostDegree(reach: "mean" | "covariance" | "all"): number {
  if (reach === "all") return Number.POSITIVE_INFINITY;
  return reach === "mean" ? 1 : 2;
}

/** The parts that the shared-chain form carries as factors, from the pre-activation's own. */
function factored(
  z: State,
  making: Omit<Making, "chain">,
  { order, kind }: { order: Order; kind: Kind },
  parts: ReadonlyMap<number, Part>,
): Map<number, Part> {
  const before = z.parts.get(order);
  if (order === 4) {
    const chain = before?.form === "chain4" ? before.chain : null;
    return new Map([[4, { form: "made-chain4", chain: makeChain4({ ...making, chain }) }]]);
  }
  const chain = before?.form === "chain" ? before.chain : null;
  return chainParts({ ...making, chain }, z, kind, covarianceOf({ parts }));
}
