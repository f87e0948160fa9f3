import { afterAll, describe, expect, it } from "vitest";
import { sharedKernels } from "../../src/backend/kernels.ts";
import { Engine } from "../../src/engine/engine.ts";
import { type EstimateOptions, estimate } from "../../src/estimate/estimate.ts";
import { inputData } from "../../src/estimate/inputs.ts";
import { plan } from "../../src/estimate/plan.ts";
import { runPlans } from "../../src/estimate/run.ts";
import { runShared } from "../../src/estimate/run-shared.ts";
import { makeNetwork } from "../../src/network/make.ts";
import type { ExecutionResult } from "../../src/plan/execute.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { Control } from "../../src/threads/control.ts";
import { sameBits } from "../support/bits.ts";

/** Odd, and wide enough for some operations to be shared. */
const WIDTHS = { 1: [301, 200], 2: [105, 99], 3: [83, 65, 71], 4: [33, 29] };

const STRICT = { precision: "strict" } as const;
const engine = new Engine();
afterAll(() => engine.dispose());

const METHODS = [
  { order: 1, kind: "simple", cumulants: true },
  { order: 2, kind: "augment", cumulants: true },
  { order: 3, kind: "simple", cumulants: false },
  { order: 3, kind: "augment", cumulants: true },
  { order: 3, kind: "augment-tree", cumulants: false },
  { order: 4, kind: "simple", cumulants: true, form: "dense" },
  { order: 4, kind: "simple", cumulants: false, form: "shared-chain" },
] as const;

/** 4 GFLOP: threads are worth starting. */
const large = await randomNetwork({ width: 300, depth: 6, seed: 3 });
const heavy = { order: 3, kind: "simple", ladder: false } as const;

describe("an estimate by several threads", () => {
  it.each(METHODS)("has the bits of one by one thread: %o", async (options) => {
    const network = await randomNetwork({
      ...{ inputs: 101, widths: WIDTHS[options.order], outputs: 5, biasVariance: 0.1 },
      ...{ seed: 1, activation: options.order === 2 ? "gelu" : "relu" },
    });
    for (const dtype of ["f32", "f64"] as const) {
      const planned = plan(network, { ...options, dtype });
      const data = inputData(network, planned.method.input);
      const alone = await runPlans(engine, [planned, planned], data, STRICT);
      for (const threads of [2, 3]) {
        const shared = await runShared(engine, threads, [planned, planned], data, STRICT);
        expect(shared!.map(differing, alone)).toEqual([[], []]);
      }
    }
  });

  it("is used where it is worth it, and says so", async () => {
    const [one, three] = [
      await estimate(large, { ...heavy, threads: 1 }),
      await estimate(large, { ...heavy, threads: 3, engine }),
    ];
    expect([one.threads, three.threads]).toEqual([1, 3]);
    expect(three.output).toEqual(one.output);
    expect(three.bytes).toBeGreaterThan(one.bytes);
    expect(three.bytes).toBe(plan(large, { ...heavy, threads: 3 }).bytes);
    const small = await randomNetwork({ width: 16, depth: 2 });
    expect((await estimate(small, { threads: 3 })).threads).toBe(1);
  });

  it("reports progress while it runs, up to the whole", async () => {
    const seen: number[] = [];
    const deep = await randomNetwork({ width: 300, depth: 12, seed: 3 });
    const { flops } = await estimate(deep, {
      ...{ ...heavy, dtype: "f64", threads: 2, engine },
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    expect(flops).toBeGreaterThan(2 ** 31);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
  });

  it("can be aborted, and the threads go on to the next", async () => {
    const controller = new AbortController();
    const options: EstimateOptions = { ...heavy, threads: 2, engine, signal: controller.signal };
    setTimeout(() => controller.abort(new Error("enough")), 20);
    const started = performance.now();
    await expect(estimate(large, options)).rejects.toThrow("enough");
    expect(performance.now() - started).toBeLessThan(1000);
    expect((await estimate(large, { ...heavy, threads: 2, engine })).threads).toBe(2);
  });

  it("waits for its turn; an abort need not", async () => {
    const first = estimate(large, { ...heavy, threads: 2, engine });
    const second = estimate(large, { ...heavy, threads: 2, engine, signal: AbortSignal.timeout(5) });
    const third = estimate(large, { ...heavy, threads: 2, engine });
    await expect(second).rejects.toThrow(/abort|timeout/i);
    expect((await third).output).toEqual((await first).output);
  });

  it("throws what a thread throws, and the threads go on to the next", async () => {
    const scale = (data: Float32Array | Float64Array) => data.map((x) => x * 1e30);
    const layers = large.layers.map((l) => ({ ...l, weight: { ...l.weight, data: scale(l.weight.data) } }));
    const network = makeNetwork({ layers });
    await expect(estimate(network, { ...heavy, dtype: "f32", threads: 2, engine })).rejects.toMatchObject({
      code: "not-finite",
      message: expect.stringContaining("layer"),
    });
    expect((await estimate(large, { ...heavy, threads: 2, engine })).threads).toBe(2);
  });

  it("that loses a thread is one clear error, and the next has new threads", async () => {
    const own = new Engine();
    const planned = plan(large, heavy);
    const data = inputData(large, planned.method.input);
    const doomed = own.withTeam(2, (team) => {
      setTimeout(() => team.terminate(), 20);
      return runForEver(team);
    });
    await expect(doomed).rejects.toMatchObject({ code: "thread-died" });
    expect(await runShared(own, 2, [planned], data, STRICT)).toHaveLength(1);
    own.dispose();
  });
});

/** The names of results that are not the same bits as those at the same place of `this`. */
function differing(this: readonly ExecutionResult[], { results, variances }: ExecutionResult, at: number) {
  const expected = this[at]!;
  expect(variances).toEqual(expected.variances);
  expect([...results.keys()]).toEqual([...expected.results.keys()]);
  return [...results].filter(([key, values]) => !sameBits(values, expected.results.get(key)!));
}

/** A request that never ends by itself: a thread waits for what another has taken, which is not there. */
async function runForEver(team: { ask(thread: number, request: unknown): Promise<unknown> }) {
  const memory = new WebAssembly.Memory({ initial: 100, maximum: 100, shared: true });
  const control = new Control(2);
  control.claim(0);
  const tasks = [{ after: [] }, { after: [0] }];
  return team.ask(1, {
    ...{
      kind: "estimate",
      kernels: { module: await sharedKernels("strict"), memory },
      control: control.buffer,
    },
    ...{
      thread: 1,
      dtype: "f64",
      inputs: {},
      schedule: { id: 0, text: JSON.stringify({ placed: [], tasks }) },
    },
  });
}

describe("an engine", () => {
  const much = 80 * 2 ** 20;

  it("of the caller's own keeps memory of any size until it is disposed of", async () => {
    const own = new Engine();
    const memory = own.sharedMemory(much);
    expect(own.sharedMemory(1)).toBe(memory);
    const buffer = own.sharedBuffer(much);
    expect(own.sharedBuffer(much)).toBe(buffer);
    const grown = await own.withKernels("strict", async (kernels) => {
      kernels.memory.grow(much / 65536);
      return kernels;
    });
    expect(await own.withKernels("strict", async (kernels) => kernels)).toBe(grown);
    own.dispose();
  });

  it("whose threads retire gives large memory back", async () => {
    const shy = new Engine({ retireAfter: 1 });
    const small = shy.sharedMemory(1);
    expect(shy.sharedMemory(much)).not.toBe(shy.sharedMemory(much));
    expect(shy.sharedMemory(2)).toBe(small);
    expect(shy.sharedBuffer(much)).not.toBe(shy.sharedBuffer(much));
    const grown = await shy.withKernels("strict", async (kernels) => {
      kernels.memory.grow(much / 65536);
      return kernels;
    });
    expect(await shy.withKernels("strict", async (kernels) => kernels)).not.toBe(grown);
    shy.dispose();
  });

  it("that is disposed of fails what runs, and takes nothing more", async () => {
    const own = new Engine();
    const running = estimate(large, { ...heavy, threads: 2, engine: own });
    setTimeout(() => own.dispose(), 20);
    await expect(running).rejects.toMatchObject({ code: "disposed" });
    await expect(estimate(large, { engine: own })).rejects.toMatchObject({ code: "disposed" });
  });

  it("can be disposed of at the end of a scope", async () => {
    const own = new Engine();
    await estimate(large, { order: 1, engine: own });
    own[Symbol.dispose]();
    await expect(estimate(large, { order: 1, engine: own })).rejects.toThrow("disposed");
  });
});
