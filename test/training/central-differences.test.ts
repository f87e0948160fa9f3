import fc from "fast-check";
import { describe, it } from "vitest";
import type { Kind, Order } from "../../src/combinatorics/tracked.ts";
import type { ActivationSpec } from "../../src/network/assign-activations.ts";
import type { Form } from "../../src/propagation/form.ts";
import type { OwnLoss } from "../../src/training/loss.ts";
import { networkOf } from "../support/networks.ts";
import { type Case, checkGradient, isFloored } from "./check-gradient.ts";

const METHODS: readonly (readonly [Order, Kind, Form])[] = [
  [1, "simple", "dense"],
  [1, "augment", "dense"],
  [2, "simple", "dense"],
  [2, "augment", "dense"],
  [2, "base", "dense"],
  [3, "simple", "dense"],
  [3, "simple", "shared-chain"],
];
/** What the same operations carry further. */
const FURTHER: typeof METHODS = [
  [2, "augment-tree", "dense"],
  [3, "base", "dense"],
  [3, "augment", "dense"],
  [3, "augment-tree", "dense"],
  [3, "augment-tree", "shared-chain"],
  [4, "base", "dense"],
  [4, "simple", "dense"],
  [4, "simple", "shared-chain"],
  [4, "augment", "dense"],
];
/** Weights are scaled by that: the rule of 100 nodes must resolve smooth activations, and so powers of theirs and derivatives. */
const [EXACT, SMOOTH] = [0.6, 0.3];
const ACTIVATIONS: readonly (readonly [ActivationSpec, number])[] = [
  ...["relu", "leaky_relu:0.1", "abs", "heaviside", "sgn"].map((name) => [name, EXACT] as const),
  ...["identity", "square", "cube", "polynomial:0.1/0.5/-0.3"].map((name) => [name, EXACT] as const),
  ...["tanh", "sigmoid", "gelu", "silu", "softplus", "erf", "sin"].map((name) => [name, SMOOTH] as const),
];

function caseOf([activation, scale]: (typeof ACTIVATIONS)[number]): fc.Arbitrary<Case> {
  return fc
    .array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 4 })
    .chain((widths) => networkOf(widths, activation))
    .map((network) => ({
      ...network,
      layers: network.layers.map((layer) => {
        return { ...layer, weight: { ...layer.weight, data: layer.weight.data.map((x) => scale * x) } };
      }),
    }));
}

/** A function of every moment whose derivatives are plain: Σ sin-like weights times squares of means and covariances. */
const loss: OwnLoss = ({ mean, covariance }) => {
  const weight = (i: number) => ((i * 7 + 3) % 5) - 1.5;
  const half = (values: ArrayLike<number>) =>
    Array.from(values).reduce((total, x, i) => total + weight(i) * (x + (x * x) / 2), 0);
  const slope = (values: ArrayLike<number>) => Float64Array.from(values, (x, i) => weight(i) * (1 + x));
  if (covariance === null) return { value: half(mean), mean: slope(mean) };
  return {
    value: half(mean) + half(covariance.data),
    mean: slope(mean),
    covariance: slope(covariance.data),
  };
};

async function check(network: Case, [order, kind, form]: (typeof METHODS)[number]): Promise<void> {
  const options = { order, kind, form };
  fc.pre(!(await isFloored(network, loss, options)));
  await checkGradient(network, loss, options);
}

describe("a gradient agrees with central differences", () => {
  describe.each(ACTIVATIONS)("of %s", (...activation) => {
    it.each(METHODS)("at order %i %s, %s", async (...method) => {
      await fc.assert(
        fc.asyncProperty(caseOf(activation), (network) => check(network, method)),
        { numRuns: 3 },
      );
    });
  });

  it.each(FURTHER)("at order %i %s, %s", async (...method) => {
    const network = fc.constantFrom(["relu", EXACT], ["gelu", SMOOTH] as const).chain(caseOf);
    await fc.assert(
      fc.asyncProperty(network, (network) => check(network, method)),
      { numRuns: 4 },
    );
  });

  it.each([1, 2, 3] as const)("by the average metric, at order %i", async (order) => {
    const network = caseOf(["relu", EXACT]).map((network) => ({
      ...network,
      layers: network.layers.map((layer, l) => ({ ...layer, weightVariance: 0.4 + 0.3 * l })),
    }));
    await fc.assert(
      fc.asyncProperty(network, async (network) => {
        const options = { order, metric: "average" } as const;
        fc.pre(!(await isFloored(network, loss, options)));
        await checkGradient(network, loss, options);
      }),
      { numRuns: 4 },
    );
  });

  it("of a caller's own activation", async () => {
    const own = (x: number) => Math.atan(x) + 0.1 * x * x;
    await fc.assert(fc.asyncProperty(caseOf([own, SMOOTH]), fc.constantFrom(...METHODS), check), {
      numRuns: 6,
    });
  });
});
