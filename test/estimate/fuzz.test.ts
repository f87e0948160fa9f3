import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagramsOf } from "../../src/combinatorics/diagrams.ts";
import { KINDS, ORDERS, powerPartitions } from "../../src/combinatorics/tracked.ts";
import { KpropError } from "../../src/errors.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import type { ActivationSpec } from "../../src/network/assign-activations.ts";
import type { GaussianInput, Network } from "../../src/network/network.ts";
import { relativeError } from "../support/goldens.ts";
import { affine, networkOf, times, transpose, widthsOf } from "../support/networks.ts";

const activation = fc.constantFrom<ActivationSpec>(
  ...["relu", "abs", "heaviside", "sgn", "identity", "square", "cube"],
  ...["tanh", "sigmoid", "gelu", "silu", "softplus", "erf", "sin"],
  ["leaky_relu", 0.2],
  [0.3, -0.5, 0.2],
);
const method = fc
  .record({
    order: fc.constantFrom(...ORDERS),
    kind: fc.constantFrom(...KINDS),
    dtype: fc.constantFrom("f32", "f64"),
  })
  .filter(
    ({ order, kind }) => !(order === 1 && kind === "base") && !(order === 4 && kind.startsWith("augment")),
  );

describe("any shape, activation, order, kind and type", () => {
  it("gives finite numbers or one clear error", async () => {
    const network = fc
      .tuple(widthsOf({ min: 1, max: 5 }), activation)
      .chain(([widths, name]) => networkOf(widths, name));
    await fc.assert(
      fc.asyncProperty(network, method, async (network, options) => {
        try {
          const { output, layers } = await estimate(network, { ...options, layers: true });
          const means = [output.mean, ...layers!.flatMap(({ Z, X }) => [Z.mean, X?.mean ?? Z.mean])];
          expect(means.every((mean) => mean.every(Number.isFinite))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(KpropError);
          expect((error as KpropError).code).toBe("not-finite");
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("the order that suffices", () => {
  it("is 2 for one layer of squares, and 3 for two, where covariances go through doubled edges", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(1, 2), widthsOf({ min: 3, max: 3 }), async (hidden, widths) => {
        const network = fc.sample(networkOf(widths.slice(0, hidden + 2), "square"), 1)[0]!;
        const { output } = await estimate(network, { order: hidden === 1 ? 2 : 3 });
        // Fourth moments of values of about unit size, by two routes of some hundred operations.
        expect(relativeError(output.mean, meanOfSquares(network))).toBeLessThan(1e-11);
      }),
      { numRuns: 40 },
    );
  });

  /** E[output] of a network of squares: Gaussian moments of second order, then Cov(z_i², z_j²) = 4 m_i m_j c + 2 c². */
  function meanOfSquares({ layers, input }: Network & { input: GaussianInput }) {
    let mean: Float64Array = affine(layers[0]!.weight, input.mean, layers[0]!.bias);
    let covariance = times(times(layers[0]!.weight, input.covariance!), transpose(layers[0]!.weight));
    for (const { weight, bias } of layers.slice(1)) {
      const n = mean.length;
      const squares = mean.map((m, i) => m * m + covariance.data[i * (n + 1)]!);
      const ofSquares = covariance.data.map(
        (c, at) => 4 * mean[Math.floor(at / n)]! * mean[at % n]! * c + 2 * c * c,
      );
      mean = affine(weight, squares, bias);
      covariance = times(times(weight, { rows: n, columns: n, data: ofSquares }), transpose(weight));
    }
    return mean;
  }
});

describe("orders nest", () => {
  it.each([
    "simple",
    "augment",
  ] as const)("the diagrams of order K are among those of order K + 1: %s", (kind) => {
    for (const order of [1, 2, 3] as const) {
      for (const a of powerPartitions(order, kind)) {
        const higher = new Set(diagramsOf(a, (order + 1) as 2 | 3 | 4, kind).map((nu) => JSON.stringify(nu)));
        for (const nu of diagramsOf(a, order, kind)) expect(higher.has(JSON.stringify(nu))).toBe(true);
      }
    }
  });
});
