import { expect, it } from "vitest";
import { FlopMeter, TimeMeter } from "../../../src/estimate/budget/meter.ts";

const SPEED = { flops: 1e9, operation: 1e-5, plan: 1e-5, certificate: 0.01 };
const estimate = (flops: number) => ({ kind: "estimate", flops, operations: 100, threads: 1 }) as const;

it("FLOPs are counted as they are performed, and nothing else is", () => {
  const meter = new FlopMeter(1000);
  meter.paid(estimate(300));
  meter.paid({ kind: "certificate" });
  meter.paid({ kind: "samples", flops: 200, neurons: 5, threads: 2 });
  expect([meter.left(), meter.spent(10)]).toEqual([500, 510]);
});

it("time is foretold by the machine's speed, and by what was taken, but for a first run", () => {
  let now = 5;
  const meter = new TimeMeter(2, SPEED, 5, () => now);
  expect(meter.price(estimate(1e9))).toBeCloseTo(1.001);
  now = 5.5;
  meter.paid(estimate(1e8), 0.5);
  expect(meter.price(estimate(1e9))).toBeCloseTo(1.001);
  meter.paid(estimate(1e8), 0.201);
  expect(meter.price(estimate(1e9))).toBeCloseTo(2.001);
  expect(meter.spent()).toBe(0.5);
});

it("what is foretold to take all that is left ends within the budget", () => {
  let now = 0;
  const meter = new TimeMeter(1, SPEED, 0, () => now);
  now += 0.1;
  meter.paid({ kind: "samples", flops: 5e7, neurons: 0, threads: 1 }, 0.1);
  const each = meter.price({ kind: "samples", flops: 1e6, neurons: 0, threads: 1 });
  now += Math.floor(meter.left() / each) * each;
  expect(now).toBeLessThanOrEqual(1);
  expect(now).toBeGreaterThan(0.9);
});
