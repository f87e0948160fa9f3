import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Kind, Order } from "../../src/combinatorics/tracked.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import { plan } from "../../src/estimate/plan.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { relativeError } from "../support/goldens.ts";
import { networkOf } from "../support/networks.ts";

/** Both forms are sums of the same terms in another order; agreement is asked for to 1e-10. */
const TOLERANCE = 1e-10;

/** Orders and kinds with a chain, and a width that the dense engine still takes in a moment. */
const chained: [Order, Kind, number][] = [
  [3, "simple", 32],
  [3, "augment-tree", 32],
  [4, "simple", 16],
];

describe.each(chained)("order %i %s, dense and shared-chain", (order, kind, width) => {
  const widths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 6 });
  const activation = fc.constantFrom("relu", "identity");
  const network = fc.tuple(widths, activation, fc.boolean()).chain(([n, name, throughout]) =>
    networkOf(n, name).map((net) => ({
      ...net,
      layers: net.layers.map((layer) => ({
        ...layer,
        activation: layer.activation ?? (throughout ? net.layers[0]!.activation : null),
        weightVariance: 1.5,
      })),
    })),
  );

  it("agrees in every cumulant of every layer, on random shapes, biases and inputs, with and without an output map", async () => {
    await fc.assert(
      fc.asyncProperty(network, fc.constantFrom("exact", "average"), async (network, metric) => {
        const options = { order, kind, metric, cumulants: true };
        const dense = await estimate(network, { ...options, form: "dense" });
        const chain = await estimate(network, { ...options, form: "shared-chain" });
        expect([...chain.cumulants!.keys()].sort()).toEqual([...dense.cumulants!.keys()].sort());
        for (const [key, { data }] of dense.cumulants!) {
          expect(relativeError(chain.cumulants!.get(key)!.data, data), key).toBeLessThan(TOLERANCE);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("agrees in the answer alone, at width 32 or 16", async () => {
    const network = await randomNetwork({ width, depth: 4, seed: 5 });
    const dense = await estimate(network, { order, kind, form: "dense" });
    const chain = await estimate(network, { order, kind, form: "shared-chain" });
    expect(relativeError(chain.output.mean, dense.output.mean)).toBeLessThan(TOLERANCE);
    expect(chain.form).toBe("shared-chain");
  });
});

describe("the form", () => {
  it("is chosen by cost", async () => {
    const network = await randomNetwork({ width: 64, depth: 3, seed: 1 });
    expect(plan(network, { order: 3 }).form).toBe("shared-chain");
    expect(plan(network, { order: 2 }).form).toBe("dense");
    expect(plan(network, { order: 3, form: "dense" }).form).toBe("dense");
  });

  it("is refused where there is none", async () => {
    const network = await randomNetwork({ width: 4, depth: 1, seed: 1 });
    expect(() => plan(network, { order: 2, form: "shared-chain" })).toThrow("has no shared-chain form");
  });

  it("carries order 3 simple at 256×4 in at most 90 n³ FLOPs and 40 MB", async () => {
    const network = await randomNetwork({ width: 256, depth: 4, seed: 1 });
    const { flops, bytes } = plan(network, { order: 3 });
    expect(flops / 256 ** 3).toBeLessThan(90);
    expect(bytes).toBeLessThan(40e6);
  });
});
