import { describe, expect, it } from "vitest";
import type { Row } from "../../../experiments/framework/experiment.ts";
import { bestRate, Curve, curvesOf, timesForTheSame } from "../../../experiments/training/efficiency.ts";

/** A loss of 8/step, a FLOP and half a second a step. */
function rowsOf(source: number | "samples", rate: number, seed: number, last: number, stopped = 0): Row[] {
  const rows: Row[] = [{ source, rate, seed, step: 0, flops: 0, seconds: 0, loss: 16, stopped: 0 }];
  for (let step = 1; step <= last; step *= 2) {
    const isLast = 2 * step > last;
    const loss = (8 * rate) / step;
    rows.push({
      source,
      rate,
      seed,
      step,
      flops: step,
      seconds: step / 2,
      loss,
      stopped: isLast ? stopped : 0,
    });
  }
  return rows;
}

describe("a curve", () => {
  const curve = new Curve(rowsOf("samples", 1, 1, 16));

  it("is read between its rows as a power", () => {
    expect(curve.taken(8 / 3, "flops")).toBeCloseTo(3, 12);
    expect(curve.taken(8 / 3, "seconds")).toBeCloseTo(1.5, 12);
    expect(curve.lossAfter(3)).toBeCloseTo(8 / 3, 12);
    expect([curve.lossAfter(1), curve.lossAfter(100)]).toEqual([8, 0.5]);
  });

  it("never takes less than its first step, nor comes down further than it came", () => {
    expect(curve.taken(12, "flops")).toBe(1);
    expect(curve.taken(0.1, "flops")).toBe(Infinity);
  });

  it("ends, of samples, within the FLOPs that there are", () => {
    expect(curve.end(5).step).toBe(4);
    expect(new Curve(rowsOf(2, 1, 1, 16)).end(5).step).toBe(16);
  });
});

it("the best rate is that of the least loss, and none that diverges", () => {
  const rows = [
    ...rowsOf("samples", 1, 1, 8),
    ...rowsOf("samples", 0.5, 1, 8),
    ...rowsOf("samples", 0.1, 1, 8, 1),
  ];
  expect(bestRate(rows, (curve) => Number(curve.end(8).loss))).toBe(0.5);
});

describe("how many times as much others take", () => {
  const own = curvesOf([...rowsOf(2, 2, 1, 8), ...rowsOf(2, 2, 2, 8)], 2);
  const others = (last: number) =>
    curvesOf([...rowsOf("samples", 1, 1, last), ...rowsOf("samples", 1, 2, 16)], 1);

  it("is the mean over seeds, a bound where they never come there", () => {
    expect(timesForTheSame(own, others(16), "flops")).toBe("0.50");
    expect(timesForTheSame(own, others(2), "flops")).toBe("> 0.35");
  });

  it("is not said of what was stopped", () => {
    expect(timesForTheSame(curvesOf(rowsOf(2, 2, 1, 8, 1), 2), others(16), "flops")).toBe("–");
  });
});
