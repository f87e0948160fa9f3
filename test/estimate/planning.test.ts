import { describe, expect, it } from "vitest";
import { estimate } from "../../src/estimate/estimate.ts";
import { plan, planning } from "../../src/estimate/plan.ts";
import { makeNetwork } from "../../src/network/make.ts";
import type { Network } from "../../src/network/network.ts";
import { drained } from "../../src/plan/gradual.ts";
import { stepsOf } from "../../src/plan/steps.ts";
import { tailProbability } from "../../src/tail/tail-probability.ts";
import { valueAndGradient } from "../../src/training/value-and-gradient.ts";
import { expectRefusal } from "../network/helpers.ts";

/** Two neurons wide, and so many hidden layers deep. */
function deep(layers: number): Network {
  const hidden = makeNetwork({
    layers: [
      {
        weight: [
          [1, 0.5],
          [-0.5, 1],
        ],
        activation: "relu",
      },
    ],
  }).layers[0]!;
  const output = makeNetwork({ layers: [{ weight: [[1, -1]] }] }).layers[0]!;
  return { layers: [...Array(layers).fill(hidden), output], input: null, notes: [] };
}

/** How often work yields until it ends. */
function yields(work: Generator<void, unknown>): number {
  let count = 0;
  while (!work.next().done) count++;
  return count;
}

describe("a network too deep for a plan", () => {
  it.each([
    [1, 30_000],
    [2, 27_000],
    [3, 7_000],
    [4, 3_000],
  ] as const)("is refused before any of it is written: order %d, %d layers", async (order, layers) => {
    const network = deep(layers);
    const refused = planning(network, { order, fold: false });
    expect(() => refused.next()).toThrow("more than 262144 operations: use a lower order or fewer layers");
    await expectRefusal(() => plan(network, { order }), "too-large", "fewer layers");
    await expectRefusal(() => estimate(network, { order }), "too-large", "fewer layers");
  });

  it("is refused at any number of layers that memory holds, tails and gradients too", async () => {
    const network = deep(200_000);
    await expectRefusal(() => estimate(network, { order: 1 }), "too-large", "fewer layers");
    await expectRefusal(() => estimate(network, { budget: { flops: 1e9 } }), "too-large", "fewer layers");
    await expectRefusal(() => tailProbability(network, { threshold: 1 }), "too-large", "fewer layers");
    const loss = { type: "mean", output: 0 } as const;
    await expectRefusal(() => valueAndGradient(network, loss), "too-large", "fewer layers");
  });

  it("is none where its old factors are folded, or as tensors", () => {
    const network = deep(260);
    const method = { order: 3, form: "shared-chain" } as const;
    expect(() => plan(network, { ...method, fold: false })).toThrow("more than 262144 operations");
    expect(plan(network, method).fold).not.toBeNull();
    expect(plan(network, { order: 3, fold: false }).form).toBe("dense");
  });
});

describe("planning", () => {
  it("yields after every layer, and while it places buffers, counts and cuts up", () => {
    const network = deep(40);
    const written = plan(network, { order: 4, form: "dense" }).plan;
    const some = written.operations.length / 512;
    expect(yields(planning(deep(41), { order: 4, form: "dense" }))).toBeGreaterThan(41 + 3 * some);
    expect(yields(stepsOf(written))).toBe(Math.floor(some));
    expect(yields(stepsOf(written))).toBe(0);
    expect(drained(stepsOf(written))).toHaveLength(written.operations.length);
  });

  it("ends when its signal is aborted, before anything runs", async () => {
    const reason = new Error("enough");
    const loss = { type: "mean", output: 0 } as const;
    const runs: ((network: Network, watch: object) => Promise<unknown>)[] = [
      (network, watch) => estimate(network, { order: 4, ...watch }),
      (network, watch) => estimate(network, { budget: { seconds: 600 }, ...watch }),
      (network, watch) => tailProbability(network, { threshold: 1, order: 4, ...watch }),
      (network, watch) => valueAndGradient(network, loss, { order: 4, ...watch }),
    ];
    for (const [at, run] of runs.entries()) {
      const abort = new AbortController();
      setTimeout(() => abort.abort(reason), 1);
      let reports = 0;
      const onProgress = () => reports++;
      const result = run(deep(1000 + at), { signal: abort.signal, onProgress });
      await expect(result).rejects.toBe(reason);
      if (at !== 1) expect(reports).toBe(0);
    }
  });
});
