import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Arena } from "../../src/backend/arena.ts";
import { instantiateKernels } from "../../src/backend/kernels.ts";
import { WasmBackend } from "../../src/backend/wasm-backend.ts";
import { meanSquare } from "../../src/estimate/differences.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import { inputData, inputsOf } from "../../src/estimate/inputs.ts";
import { plan } from "../../src/estimate/plan.ts";
import type { GaussianInput, Matrix, Network } from "../../src/network/network.ts";
import { execute } from "../../src/plan/execute.ts";
import { drained } from "../../src/plan/gradual.ts";
import { planLayout } from "../../src/plan/memory.ts";
import { cutShare, isFoldReport } from "../../src/propagation/chain/fold/cut-share.ts";
import type { FoldShape } from "../../src/propagation/chain/fold/fold.ts";
import { propagate } from "../../src/propagation/propagate.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { relativeError } from "../support/goldens.ts";
import { matrix, networkOf } from "../support/networks.ts";

const kernels = await instantiateKernels();

/** Every cumulant of order 3 simple with such a fold, whatever it saves; null: as tensors. */
function cumulants(network: Network & { input: GaussianInput }, fold: FoldShape | null) {
  const layers = network.layers.map(({ weight, bias, activation }) => ({
    outputs: weight.rows,
    bias: bias !== null,
    activation: activation === null ? null : activation.wick,
  }));
  const shape = {
    inputs: network.layers[0]!.weight.columns,
    layers,
    input: { mean: true, covariance: true },
  };
  const form = fold === null ? "dense" : "shared-chain";
  const method = { order: 3, kind: "simple", metric: "exact", dtype: "f64" } as const;
  const written = drained(propagate(shape, { ...method, report: "cumulants", form, fold }));
  const backend = new WasmBackend(kernels, new Arena(kernels), {
    plan: written,
    layout: drained(planLayout(written, 8)),
    dtype: "f64",
  });
  return drained(execute(written, backend, inputsOf(inputData(network, network.input)))).results;
}

function expectAgreement(network: Network & { input: GaussianInput }, fold: FoldShape, tolerance: number) {
  const [folded, dense] = [cumulants(network, fold), cumulants(network, null)];
  for (const [key, data] of dense) expect(relativeError(folded.get(key)!, data), key).toBeLessThan(tolerance);
  return folded;
}

function sized(n: number, layers: number) {
  return networkOf(Array<number>(layers + 1).fill(n));
}

/** left · right, of a low rank. */
function lowRank(n: number, rank: number): fc.Arbitrary<Matrix> {
  return fc.tuple(matrix(n, rank), matrix(rank, n)).map(([left, right]) => {
    const at = (i: number, j: number) =>
      Array.from({ length: rank }, (_, k) => left.data[i * rank + k]! * right.data[k * n + j]!).reduce(
        (a, b) => a + b,
      );
    return {
      rows: n,
      columns: n,
      data: Float64Array.from({ length: n * n }, (_, e) => at(Math.floor(e / n), e % n)),
    };
  });
}

/** What the only folding of a network of four layers cuts off kappa_3, and what it says that that is at most. */
function cutAndBound(network: Network & { input: GaussianInput }, rank: number) {
  const [folded, dense] = [cumulants(network, { window: 1, rank }), cumulants(network, null)];
  const [got, wanted] = [folded.get("Z3/kappa3")!, dense.get("Z3/kappa3")!];
  const report = folded.get("fold/3")!;
  return {
    cut: Math.sqrt(got.reduce((sum, x, i) => sum + (x - wanted[i]!) ** 2, 0)),
    bound: cutShare(report) * Math.sqrt(report[6]!),
  };
}

describe("a fold", () => {
  it("on as many directions as there are neurons is exact, in every cumulant of every layer", () => {
    const nets = fc.integer({ min: 1, max: 6 }).chain((n) => sized(n, 6));
    fc.assert(
      fc.property(nets, fc.integer({ min: 1, max: 3 }), (network, window) => {
        expectAgreement(network, { window, rank: network.layers[0]!.weight.rows }, 1e-10);
      }),
      { numRuns: 30 },
    );
  });

  it("is exact on fewer where old factors have no more, and says that it cut nothing off", () => {
    const nets = fc.tuple(sized(7, 6), lowRank(7, 3), lowRank(7, 3)).map(([net, third, fifth]) => ({
      ...net,
      layers: net.layers.map((layer, l) => ({
        ...layer,
        weight: l === 2 ? third : l === 4 ? fifth : layer.weight,
      })),
    }));
    fc.assert(
      fc.property(nets, (network) => {
        const folded = expectAgreement(
          { ...network, layers: network.layers.slice(0, 4) },
          { window: 1, rank: 3 },
          1e-8,
        );
        expect(cutShare(folded.get("fold/3")!)).toBeLessThan(1e-6);
      }),
      { numRuns: 20 },
    );
  });

  it("bounds what it cut off by what it reports", () => {
    fc.assert(
      fc.property(sized(8, 4), fc.integer({ min: 1, max: 6 }), (network, rank) => {
        const { cut, bound } = cutAndBound(network, rank);
        expect(cut).toBeLessThanOrEqual(bound * (1 + 1e-9) + 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it("bounds it within a small factor, as a rule", () => {
    const networks = fc.sample(sized(8, 4), { seed: 1, numRuns: 21 });
    const factors = networks.map((network) => {
      const { cut, bound } = cutAndBound(network, 3);
      return bound / cut;
    });
    expect(factors.toSorted((a, b) => a - b)[10]).toBeLessThan(8);
  });

  it("stays finite where layers are dead", () => {
    const nets = sized(6, 7).map((net) => ({
      ...net,
      layers: net.layers.map((layer, l) =>
        l === 2 ? { ...layer, weight: { ...layer.weight, data: new Float64Array(36) } } : layer,
      ),
    }));
    fc.assert(
      fc.property(nets, (network) => {
        expectAgreement(network, { window: 1, rank: 6 }, 1e-8);
      }),
      { numRuns: 5 },
    );
  });
});

describe("folding", () => {
  const order = 3;

  it("is chosen for deep networks of one width, and only for order 3 simple", async () => {
    const deep = await randomNetwork({ width: 96, depth: 32, seed: 1 });
    expect(plan(deep, { order }).fold).toEqual({ window: 7, rank: 24 });
    const whole = plan(deep, { order, fold: false });
    expect(whole.fold).toBeNull();
    expect(whole.flops / plan(deep, { order }).flops).toBeGreaterThan(1.5);
    expect(plan(deep, { order, kind: "augment-tree" }).fold).toBeNull();
    expect(plan(deep, { order: 2 }).fold).toBeNull();
    const uneven = await randomNetwork({ widths: [...Array<number>(31).fill(96), 95], seed: 1 });
    expect(plan(uneven, { order }).fold).toBeNull();
  });

  it("leaves the plan of a short network as it is", async () => {
    const short = await randomNetwork({ width: 64, depth: 12, seed: 1 });
    expect(plan(short, { order })).toEqual({
      ...plan(short, { order, fold: false }),
      method: plan(short, { order }).method,
    });
    expect((await estimate(short, { order })).folded).toBeUndefined();
  });

  it.each([
    "f32",
    "f64",
  ] as const)("changes a result by less than 1 %% of the error that the ladder foretells, %s", async (dtype) => {
    const network = await randomNetwork({ width: 96, depth: 24, seed: 3 });
    const whole = await estimate(network, { order, dtype, fold: false });
    const folded = await estimate(network, { order, dtype });
    const change = meanSquare(folded.output.mean.map((x, i) => x - whole.output.mean[i]!));
    expect(folded.folded).toMatchObject({ window: 7, rank: 24 });
    expect(folded.folded!.cut).toBeLessThan(0.2);
    const [before, last] = whole.ladder as [number, number];
    expect(change).toBeLessThan((0.01 * last ** 2) / before);
    expect(change).toBeGreaterThan(0);
  });

  it("keeps its reports out of the cumulants", async () => {
    const network = await randomNetwork({ width: 8, depth: 40, seed: 1 });
    const options = { order, cumulants: true, dtype: "f64", form: "shared-chain" } as const;
    const { folded, cumulants } = await estimate(network, options);
    expect(folded).toBeDefined();
    expect([...cumulants!.keys()].filter(isFoldReport)).toEqual([]);
  });
});
