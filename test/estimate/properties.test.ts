import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KINDS, type Kind, ORDERS, type Order } from "../../src/combinatorics/tracked.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import type { GaussianInput, Layer, Matrix, Network } from "../../src/network/network.ts";
import { relativeError } from "../support/goldens.ts";
import { affine, networkOf, permuteRows, times, transpose, widthsOf } from "../support/networks.ts";
import { gauss, reluWick } from "../support/wick-twin.ts";

/** Sums in another order differ by rounding alone: some hundred terms of unit size, amplified over layers. */
const ROUNDING = 1e-9;
/** Of one or a few products of widths up to 7, nothing amplified: some hundred units of 2^-53. */
const EXACT = 1e-12;

const method = fc
  .tuple(fc.constantFrom<Order>(...ORDERS), fc.constantFrom<Kind>(...KINDS))
  .filter(([order, kind]) => !(order === 1 && kind === "base"));
/** Order 4 augment sums some thousand diagrams a layer; the others show the same in less time. */
const quick = method.filter(([order, kind]) => order < 4 || kind === "simple");

type Case = Network & { input: GaussianInput };

function withLayers(network: Case, change: (layer: Layer, l: number) => Layer): Case {
  return { ...network, layers: network.layers.map(change) };
}

describe("permuting neurons", () => {
  const permuted = widthsOf({ min: 2, max: 3 }).chain((widths) =>
    fc.tuple(
      networkOf(widths),
      ...widths.slice(1).map((n) => fc.shuffledSubarray([...Array(n).keys()], { minLength: n })),
    ),
  );

  it("permutes the answer", async () => {
    await fc.assert(
      fc.asyncProperty(permuted, quick, async ([network, ...orders], [order, kind]) => {
        const other = withLayers(network, (layer, l) => ({
          ...layer,
          weight: permute(layer.weight, orders[l]!, l > 0 ? orders[l - 1]! : null),
          bias: Float64Array.from(orders[l]!, (from) => layer.bias![from]!),
        }));
        const before = (await estimate(network, { order, kind })).output.mean;
        const after = (await estimate(other, { order, kind })).output.mean;
        const expected = Float64Array.from(orders.at(-1)!, (from) => before[from]!);
        expect(relativeError(after, expected)).toBeLessThan(ROUNDING);
      }),
      { numRuns: 60 },
    );
  });

  function permute(weight: Matrix, rows: readonly number[], columns: readonly number[] | null): Matrix {
    const done = permuteRows(weight, rows);
    return columns === null ? done : transpose(permuteRows(transpose(done), columns));
  }
});

describe("scaling a ReLU layer", () => {
  const scaled = fc.tuple(
    widthsOf({ min: 3, max: 3 }).chain((widths) => networkOf(widths)),
    fc.constantFrom(0.25, 3, 10),
  );

  it("by c, and the layer after it by 1/c, leaves the answer", async () => {
    await fc.assert(
      fc.asyncProperty(scaled, quick, async ([network, c], [order, kind]) => {
        const factors = [
          [c, c],
          [1 / c, 1],
          [1, 1],
        ] as const;
        const other = withLayers(network, (layer, l) => ({
          ...layer,
          weight: { ...layer.weight, data: layer.weight.data.map((w) => w * factors[l]![0]) },
          bias: layer.bias!.map((b) => b * factors[l]![1]),
        }));
        const before = (await estimate(network, { order, kind })).output.mean;
        const after = (await estimate(other, { order, kind })).output.mean;
        expect(relativeError(after, before)).toBeLessThan(ROUNDING);
      }),
      { numRuns: 60 },
    );
  });

  it("by c, biases of every later layer too, scales the answer", async () => {
    await fc.assert(
      fc.asyncProperty(scaled, quick, async ([network, c], [order, kind]) => {
        const other = withLayers(network, (layer, l) => ({
          ...layer,
          weight: l === 0 ? { ...layer.weight, data: layer.weight.data.map((w) => w * c) } : layer.weight,
          bias: layer.bias!.map((b) => b * c),
        }));
        const before = (await estimate(network, { order, kind })).output.mean;
        const after = (await estimate(other, { order, kind })).output.mean;
        expect(
          relativeError(
            after,
            before.map((x) => x * c),
          ),
        ).toBeLessThan(ROUNDING * c);
      }),
      { numRuns: 60 },
    );
  });
});

describe("exactness", () => {
  it("on one hidden ReLU layer, from order 2 on", async () => {
    const network = widthsOf({ min: 2, max: 2 }).chain((widths) => networkOf(widths));
    await fc.assert(
      fc.asyncProperty(network, quick, async (network, [order, kind]) => {
        if (order === 1) return;
        const { output } = await estimate(network, { order, kind });
        expect(relativeError(output.mean, exactMean(network))).toBeLessThan(EXACT);
      }),
      { numRuns: 40 },
    );
  });

  it("on one hidden ReLU layer under N(0, I), at order 1 too", async () => {
    const network = widthsOf({ min: 2, max: 2 }).chain((widths) => networkOf(widths));
    await fc.assert(
      fc.asyncProperty(network, async ({ layers, notes }) => {
        const n = layers[0]!.weight.columns;
        const identity = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
        const input = { mean: new Float64Array(n), covariance: { rows: n, columns: n, data: identity } };
        const { output } = await estimate({ layers, input: null, notes }, { order: 1 });
        expect(relativeError(output.mean, exactMean({ layers, input, notes }))).toBeLessThan(EXACT);
      }),
      { numRuns: 40 },
    );
  });

  it("of mean and covariance on linear networks of any depth", async () => {
    const network = widthsOf({ min: 1, max: 4 }).chain((widths) => networkOf(widths, "identity"));
    await fc.assert(
      fc.asyncProperty(network, quick, async (network, [order, kind]) => {
        const { output, cumulants } = await estimate(network, { order, kind, cumulants: true });
        let mean: ArrayLike<number> = network.input.mean;
        let covariance = network.input.covariance!;
        for (const { weight, bias } of network.layers) {
          mean = affine(weight, mean, bias);
          covariance = times(times(weight, covariance), transpose(weight));
        }
        expect(relativeError(output.mean, mean)).toBeLessThan(EXACT);
        if (order === 1) return;
        const last = cumulants!.get(`Z${network.layers.length}/kappa2`)!;
        expect(relativeError(last.data, covariance.data)).toBeLessThan(EXACT);
      }),
      { numRuns: 60 },
    );
  });

  /** W2 · E[relu(z)] + b2, each z_i Gaussian, by 240-bit Gaussian functions. */
  function exactMean({ layers: [first, second], input }: Case): Float64Array {
    const mean = affine(first!.weight, input.mean, first!.bias);
    const covariance = times(times(first!.weight, input.covariance!), transpose(first!.weight));
    const hidden = mean.map((mu, i) =>
      reluWick(0, 1, gauss(mu, covariance.data[i * (mean.length + 1)]!)).toNumber(),
    );
    return affine(second!.weight, hidden, second!.bias);
  }
});

describe("asking for less", () => {
  it("gives the same answer up to rounding", async () => {
    const network = widthsOf({ min: 2, max: 4 }).chain((widths) => networkOf(widths));
    await fc.assert(
      fc.asyncProperty(network, quick, async (network, [order, kind]) => {
        const full = await estimate(network, { order, kind, cumulants: true });
        const layers = await estimate(network, { order, kind, layers: true });
        const bare = await estimate(network, { order, kind });
        expect(relativeError(bare.output.mean, full.output.mean)).toBeLessThan(ROUNDING);
        expect(layers.output.mean).toEqual(bare.output.mean);
        expect(bare.flops).toBeLessThanOrEqual(full.flops);
        layers.layers!.forEach(({ Z, X }, l) => {
          expect(relativeError(Z.mean, full.layers![l]!.Z.mean)).toBeLessThan(ROUNDING);
          if (X !== null) expect(relativeError(X.mean, full.layers![l]!.X!.mean)).toBeLessThan(ROUNDING);
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe("lower orders inside higher ones", () => {
  it("augment-tree is augment below order 3, and base is simple at even orders", async () => {
    const network = widthsOf({ min: 2, max: 4 }).chain((widths) => networkOf(widths));
    await fc.assert(
      fc.asyncProperty(network, async (network) => {
        const mean = async (order: Order, kind: Kind) =>
          (await estimate(network, { order, kind, form: "dense" })).output.mean;
        for (const order of [1, 2] as const) {
          expect(await mean(order, "augment-tree")).toEqual(await mean(order, "augment"));
        }
        for (const order of [2, 4] as const)
          expect(await mean(order, "base")).toEqual(await mean(order, "simple"));
      }),
      { numRuns: 20 },
    );
  });
});
