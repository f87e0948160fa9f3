import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Arena } from "../../../src/backend/arena.ts";
import { bytesPerElement } from "../../../src/backend/dtype.ts";
import { instantiateKernels } from "../../../src/backend/kernels.ts";
import { WasmBackend } from "../../../src/backend/wasm-backend.ts";
import { defaultEngine } from "../../../src/engine/default.ts";
import { inputData, inputsOf } from "../../../src/estimate/inputs.ts";
import { type EstimatePlan, plan } from "../../../src/estimate/plan.ts";
import { runPlans } from "../../../src/estimate/run.ts";
import { type ExecutionResult, type Found, perform } from "../../../src/plan/execute.ts";
import { drained } from "../../../src/plan/gradual.ts";
import { layoutBytes, roomyBytes } from "../../../src/plan/memory.ts";
import { bestSchedule } from "../../../src/plan/schedule/best.ts";
import { inOrder } from "../../../src/plan/schedule/in-order.ts";
import { outOfOrder, outOfOrderInPlace, type Room } from "../../../src/plan/schedule/out-of-order.ts";
import type { Schedule } from "../../../src/plan/schedule/schedule.ts";
import { weight } from "../../../src/plan/schedule/weight.ts";
import { stepsOf } from "../../../src/plan/steps.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";
import { sameBits } from "../../support/bits.ts";

const DTYPE = "f32";
const METHODS = [
  { order: 1, kind: "simple", cumulants: true },
  { order: 2, kind: "augment", layers: true },
  { order: 3, kind: "simple" },
  { order: 3, kind: "augment-tree", cumulants: true },
  { order: 4, kind: "simple", form: "shared-chain" },
] as const;

const WIDTHS = { 1: [301, 200], 2: [105, 99, 70], 3: [83, 65, 71], 4: [21, 18, 17] };

/** Two plans that have the inputs in common: the second order, and the method. */
async function planned(method: (typeof METHODS)[number]) {
  const network = await randomNetwork({ inputs: 101, widths: WIDTHS[method.order], outputs: 5, seed: 2 });
  const plans = [plan(network, { order: 2, dtype: DTYPE }), plan(network, { ...method, dtype: DTYPE })];
  return { plans, data: inputData(network, null) };
}

function room(plans: readonly EstimatePlan[], threads: number): Room {
  const bytes = Math.max(...plans.map(({ layout }) => roomyBytes(layout, threads)));
  return { width: bytesPerElement(DTYPE), bytes };
}

/** Does a schedule's tasks in this thread, always one of those whose time has come. */
async function run(
  { placed, tasks }: Schedule,
  inputs: (source: string) => ArrayLike<number>,
  choose: (ready: readonly number[]) => number,
): Promise<ExecutionResult[]> {
  const kernels = await instantiateKernels();
  const backends = placed.map(
    (own) => new WasmBackend(kernels, new Arena(kernels), { ...own, dtype: DTYPE }),
  );
  const found = placed.map((): Found => ({ results: new Map(), variances: [] }));
  const left = new Set(tasks.keys());
  while (left.size > 0) {
    const ready = [...left].filter((at) => tasks[at]!.after.every((other) => !left.has(other)));
    const next = choose(ready);
    const task = tasks[next]!;
    perform(task, backends[task.of]!, inputs, found[task.of]!);
    left.delete(next);
  }
  return found;
}

const earliest = (ready: readonly number[]) => ready[0]!;
const latest = (ready: readonly number[]) => ready.at(-1)!;

function expectSame(found: readonly ExecutionResult[], expected: readonly ExecutionResult[]): void {
  for (const [of, { results, variances }] of expected.entries()) {
    expect(found[of]!.results.size).toBe(results.size);
    for (const [name, values] of results)
      expect(sameBits(found[of]!.results.get(name)!, values), name).toBe(true);
    expect(found[of]!.variances.toSorted((x, y) => x.layer - y.layer)).toEqual(variances);
  }
}

describe.each(METHODS)("plans for several threads, %o", (method) => {
  it("give the same bits in whatever order tasks are done that may be", async () => {
    const { plans, data } = await planned(method);
    const expected = await runPlans(defaultEngine(), plans, data, { precision: "strict" });
    for (const threads of [2, 5]) {
      const anew = drained(outOfOrder(plans, threads, { ...room(plans, threads), bytes: 2 ** 30 }))!.schedule;
      for (const schedule of [drained(inOrder(plans, threads)).schedule, anew]) {
        for (const choose of [earliest, latest]) {
          expectSame(await run(schedule, inputsOf(data), choose), expected);
        }
      }
    }
  });

  it("the same with every buffer in its own place", async () => {
    const { plans, data } = await planned(method);
    const last = plans[1]!;
    const expected = await runPlans(defaultEngine(), [last], data, { precision: "strict" });
    for (const threads of [2, 5]) {
      const { schedule } = drained(outOfOrderInPlace(last, threads, bytesPerElement(DTYPE)));
      expect(schedule.placed[0]!.layout).toBe(last.layout);
      for (const choose of [earliest, latest]) {
        expectSame(await run(schedule, inputsOf(data), choose), expected);
      }
    }
  });

  it("the same for orders by chance", async () => {
    const { plans, data } = await planned(method);
    const expected = await runPlans(defaultEngine(), plans, data, { precision: "strict" });
    const { schedule } = drained(outOfOrder(plans, 3, { ...room(plans, 3), bytes: 2 ** 30 }))!;
    const property = fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
      const choose = (ready: readonly number[]) => ready[numbers.next().value! % ready.length]!;
      expectSame(await run(schedule, inputsOf(data), choose), expected);
    });
    await fc.assert(property, { numRuns: 4 });
  });

  it("have the plans' FLOPs, and tasks that wait for earlier ones only", async () => {
    const { plans } = await planned(method);
    for (const threads of [2, 7]) {
      const { tasks, placed } = drained(bestSchedule(plans, threads, room(plans, threads)));
      const flops = tasks.reduce((sum, task) => sum + task.flops, 0);
      expect(flops).toBe(plans.reduce((sum, { flops }) => sum + flops, 0));
      for (const [at, { after }] of tasks.entries()) expect(after.every((other) => other < at)).toBe(true);
      for (const { layout } of placed) {
        expect(layoutBytes(layout, threads)).toBeLessThanOrEqual(room(plans, threads).bytes);
      }
    }
  });
});

describe("a schedule", () => {
  const methods = { narrow: { order: 3 }, wide: { order: 2 } } as const;

  it.each([
    ["out of order where steps need not wait for each other", 256, methods.narrow, 1.9],
    ["in order where they do", 512, methods.wide, 1.7],
  ])("is %s", async (_, width, method, least) => {
    const network = await randomNetwork({ width, depth: 4 });
    const plans = [plan(network, { ...method, dtype: DTYPE })];
    const whole = drained(stepsOf(plans[0]!.plan)).reduce(
      (sum, step) => sum + weight(step, plans[0]!.plan),
      0,
    );
    const [first, second] = [drained(inOrder(plans, 2)), drained(outOfOrder(plans, 2, room(plans, 2)))!];
    const better = method === methods.narrow ? second : first;
    expect(drained(bestSchedule(plans, 2, room(plans, 2)))).toEqual(better.schedule);
    expect(whole / better.length).toBeGreaterThan(least);
  });

  it("keeps the plans' places where there is no room for others", async () => {
    const network = await randomNetwork({ width: 64, depth: 4 });
    const plans = [plan(network, { order: 3, dtype: DTYPE })];
    const { layout } = plans[0]!;
    const narrow = { width: 4, bytes: layoutBytes(layout, 3) };
    expect(drained(outOfOrder(plans, 3, narrow))).toBeNull();
    expect(drained(bestSchedule(plans, 3, narrow)).placed[0]!.layout).toBe(layout);
  });
});
