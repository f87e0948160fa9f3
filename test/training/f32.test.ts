import { describe, expect, it } from "vitest";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import type { Loss } from "../../src/training/loss.ts";
import { valueAndGradient } from "../../src/training/value-and-gradient.ts";

const METHODS = [
  { order: 1 },
  { order: 2, kind: "simple" },
  { order: 2, kind: "augment" },
  { order: 3, form: "dense" },
  { order: 3, form: "shared-chain" },
] as const;

const loss: Loss = ({ mean, covariance }) => ({
  value: mean.reduce((total, x) => total + x * x, 0),
  mean: mean.map((x) => 2 * x),
  ...(covariance && { covariance: covariance.data }),
});

/** ‖a − b‖ / ‖b‖ */
function distance(a: Float64Array, b: Float64Array): number {
  const norm = (values: Float64Array) => Math.sqrt(values.reduce((total, x) => total + x * x, 0));
  return norm(a.map((x, i) => x - b[i]!)) / norm(b);
}

describe.each([
  "relu",
  "abs",
  "tanh",
  "gelu",
  "heaviside",
])("the gradient of the f32 build, %s", (activation) => {
  it.each(METHODS)("is near that of the f64 build: %o", async (options) => {
    const network = await randomNetwork({
      ...{ inputs: 40, widths: [48, 33, 45], outputs: 6, biasVariance: 0.1 },
      ...{ activation, seed: 7 },
    });
    const covariance = Array.from({ length: 40 }, (_, i) =>
      Array.from({ length: 40 }, (_, j) => 0.5 ** Math.abs(i - j)),
    );
    const input = { mean: covariance.map((_, i) => Math.sin(i)), covariance };
    const [single, double] = [
      await valueAndGradient(network, loss, { ...options, input, dtype: "f32" }),
      await valueAndGradient(network, loss, { ...options, input, dtype: "f64" }),
    ];
    const [other, own] = [single.gradient.input!, double.gradient.input!];
    expect(distance(other.mean, own.mean), "the input's mean").toBeLessThan(1e-5);
    expect(distance(other.covariance!, own.covariance!), "its covariance").toBeLessThan(1e-5);
    for (const [l, { weight, bias }] of double.gradient.layers.entries()) {
      const other = single.gradient.layers[l]!;
      // Some hundred roundings of 6e-8 that mostly cancel.
      expect(distance(other.weight, weight), `layer ${l}'s weight`).toBeLessThan(1e-5);
      expect(distance(other.bias!, bias!), `layer ${l}'s bias`).toBeLessThan(1e-5);
    }
  });
});
