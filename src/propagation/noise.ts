import type { PlanBuilder } from "../plan/builder.ts";
import type { BufferId, View } from "../plan/plan.ts";
import { ROUNDING } from "../plan/rounding.ts";
import { along, whole } from "../plan/views.ts";
import { type Metric, meanOf, type State } from "./state.ts";
import type { WeightMatrix } from "./weight-matrix.ts";

/**
 * How much of a variance may be nothing but rounding, neuron by neuron, so that it scales as the variance does.
 *
 *   of an activation x   SHARE · Var[x_j] + ROUNDING · E[x_j]²,   the latter because Var[x] = E[x²] − E[x]²
 *   of z = W x + b       Σ_j W_ij² noise_j
 *
 * Σ_j W_ij² Var[x_j] is what z_i's variance would be if nothing cancelled. Where it comes out below SHARE of that, it is taken
 * for none; far above rounding in f64, as whatever is wrong with cumulants of degree d grows by the deviation's power −d.
 */
const SHARE = { f32: 2 ** -18, f64: 1e-10 };

export type Precise = keyof typeof SHARE;

/** The noise of the input's variances: they are as they are given. */
export function inputNoise(
  builder: PlanBuilder,
  n: number,
  covariance: BufferId | null,
  dtype: Precise,
): BufferId | null {
  if (covariance === null) return null;
  return combined(builder, n, [
    { coefficient: SHARE[dtype], factors: [along(covariance, [n, n], [0, 0], 1)] },
  ]);
}

/** The noise of the variances of x = φ(z); a constant's square is exact, and has none. `z`: its variances and their noise. */
export function activationNoise(
  builder: PlanBuilder,
  x: Omit<State, "noise">,
  z: { variance: View; noise: BufferId | null },
  dtype: Precise,
): BufferId | null {
  const { n, parts } = x;
  const covariance = parts.get(2);
  if (covariance === undefined) return null;
  const mean = builder.passVariance(n, z.variance, z.noise, meanOf(x), "varying mean");
  const factors = [whole(mean, [n]), whole(mean, [n])];
  if (covariance.form === "radial") {
    const out = builder.buffer("noise", []);
    builder.terms([n], along(out, [], [], 1), [{ coefficient: ROUNDING[dtype] / n, factors }]);
    return out;
  }
  if (covariance.form !== "whole") throw new Error("an activation's covariance is whole or radial");
  const variance = along(covariance.buffer, [n, n], [0, 0], 1);
  return combined(builder, n, [
    { coefficient: SHARE[dtype], factors: [variance] },
    { coefficient: ROUNDING[dtype], factors },
  ]);
}

/** The noise of z's variances from that of x; where these are radial, `metric` times a single number. */
export function noiseThrough(
  builder: PlanBuilder,
  noise: BufferId | null,
  map: WeightMatrix,
  metric: Metric,
): BufferId | null {
  if (noise === null) return null;
  const { inputs, outputs, view } = map;
  const out = builder.buffer("noise", [outputs]);
  if (builder.shape(noise).length > 0) {
    const factors = [view, view, along(noise, [inputs], [1], 2)];
    builder.terms([outputs, inputs], along(out, [outputs], [0], 2), [{ coefficient: 1, factors }]);
    return out;
  }
  const scalar = along(noise, [], [], 1);
  const factors = [scalar, metricView(metric, outputs)];
  builder.terms([outputs], whole(out, [outputs]), [{ coefficient: 1, factors }]);
  return out;
}

/** A metric's diagonal. */
function metricView(metric: Metric, n: number): View {
  switch (metric.form) {
    case "full":
      return along(metric.buffer, [n, n], [0, 0], 1);
    case "diagonal":
      return along(metric.buffer, [n], [0], 1);
    case "scaled":
      return along(metric.scale, [], [], 1);
    case "identity":
      throw new Error("radial parts of a pre-activation have a metric");
  }
}

function combined(
  builder: PlanBuilder,
  n: number,
  terms: { coefficient: number; factors: View[] }[],
): BufferId {
  const out = builder.buffer("noise", [n]);
  builder.terms([n], whole(out, [n]), terms);
  return out;
}
