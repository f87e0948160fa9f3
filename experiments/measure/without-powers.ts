import { defaultEngine } from "../../src/engine/default.ts";
import { inputData } from "../../src/estimate/inputs.ts";
import { runPlans } from "../../src/estimate/run.ts";
import { plan as planned } from "../../src/index.ts";
import type { Layer, Network } from "../../src/network/network.ts";
import { PlanBuilder } from "../../src/plan/builder.ts";
import { planFlops } from "../../src/plan/cost.ts";
import { drained } from "../../src/plan/gradual.ts";
import { planLayout } from "../../src/plan/memory.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { along, whole } from "../../src/plan/views.ts";
import { linearStep } from "../../src/propagation/linear.ts";
import { meanOf, type State } from "../../src/propagation/state.ts";
import { WickCoefficients } from "../../src/propagation/wick-coefficients.ts";
import type { Candidate } from "./candidate.ts";
import { DTYPE } from "./methods.ts";

/** Of an element of f32. */
const BYTES = 4;

/**
 * Order 2 without power cumulants, which the library does not offer: Cov[X_i, X_j] = w(1,1)_i w(1,1)_j kappa_ij also where
 * i = j, so that a variance is that of the activation's linear part alone. For networks on N(0, I).
 */
export const withoutPowers: Candidate = {
  name: "order 2 without powers",
  flops: (network) => drained(planFlops(planOf(network))),
  run: async (network, signal) => {
    const start = performance.now();
    const method = planned(network, { order: 2, dtype: DTYPE });
    const plan = planOf(network);
    const whole = {
      ...method,
      plan,
      layout: drained(planLayout(plan, BYTES)),
      flops: drained(planFlops(plan)),
      threads: 1,
    };
    const [done] = await runPlans(defaultEngine(), [whole], inputData(network, null), {
      precision: "strict",
      signal,
    });
    return {
      ...{ order: 2, kind: "without powers", form: "dense", dtype: DTYPE, threads: 1 },
      flops: whole.flops,
      seconds: (performance.now() - start) / 1000,
      unreliable: false,
      output: { mean: done!.results.get("output")! },
    };
  },
};

function planOf({ layers }: Network): Plan {
  const builder = new PlanBuilder();
  const n = layers[0]!.weight.columns;
  let state: State = {
    n,
    parts: new Map([[2, { form: "identity" }]]),
    metric: { form: "identity" },
    noise: null,
  };
  layers.forEach((layer, l) => {
    builder.startLayer(l + 1);
    const z = linearStep(builder, state, loadMap(builder, layer, l), layer.activation ? "all" : "mean");
    state = layer.activation ? activate(builder, z, layer) : z;
  });
  builder.store("output", meanOf(state));
  return builder.finish();
}

function loadMap(builder: PlanBuilder, { weight: { rows, columns }, bias }: Layer, l: number) {
  return {
    inputs: columns,
    outputs: rows,
    view: whole(builder.load(`layers.${l}.weight`, [rows, columns]), [rows, columns]),
    bias: bias ? builder.load(`layers.${l}.bias`, [rows]) : null,
    weightVariance: null,
  };
}

function activate(builder: PlanBuilder, z: State, { activation }: Layer): State {
  const { n } = z;
  const part = z.parts.get(2)!;
  if (part.form !== "whole") throw new Error("a pre-activation's covariance is whole");
  const square = [n, n];
  const variance = builder.floorVariance(n, meanOf(z), along(part.buffer, square, [0, 0], 1), null);
  const wick = new WickCoefficients(builder, activation!.wick, meanOf(z), variance);
  const slope = wick.vector(1, 1);
  const covariance = builder.buffer("kappa2", square);
  const factors = [along(slope, [n], [0], 2), along(slope, [n], [1], 2), whole(part.buffer, square)];
  builder.terms(square, whole(covariance, square), [{ coefficient: 1, factors }]);
  const parts: State["parts"] = new Map([
    [1, { form: "whole", buffer: wick.vector(0, 1) }],
    [2, { form: "whole", buffer: covariance }],
  ]);
  return { n, parts, metric: { form: "identity" }, noise: null };
}
