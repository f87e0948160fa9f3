import { describe, expect, it } from "vitest";
import type { Dataset, Task } from "../../../experiments/training/dataset.ts";
import { mixture } from "../../../experiments/training/tasks/mixture.ts";
import { strokes } from "../../../experiments/training/tasks/strokes.ts";
import { teacher } from "../../../experiments/training/tasks/teacher.ts";

type Make = (seed: number, training: number, test: number) => Promise<Task>;
const TASKS: [string, Make, number, number][] = [
  ["strokes", strokes, 64, 10],
  ["mixture", mixture, 32, 8],
  ["teacher", teacher, 64, 10],
];

function moments(values: Float64Array, width: number, i: number): { mean: number; variance: number } {
  const column = values.filter((_, at) => at % width === i);
  const mean = column.reduce((total, x) => total + x, 0) / column.length;
  return { mean, variance: column.reduce((total, x) => total + (x - mean) ** 2, 0) / column.length };
}

describe.each(TASKS)("the task %s", (name, make, width, outputs) => {
  it("has as many samples as asked for, the same again for the same seed", async () => {
    const [once, again, other] = [await make(1, 640, 128), await make(1, 640, 128), await make(2, 640, 128)];
    const sizes = ({ count, inputs, targets }: Dataset) => [count, inputs.length, targets.length];
    expect(sizes(once.training)).toEqual([640, 640 * width, 640 * outputs]);
    expect(sizes(once.test)).toEqual([128, 128 * width, 128 * outputs]);
    expect(again).toEqual(once);
    expect(other.test.inputs).not.toEqual(once.test.inputs);
  });

  it("has inputs of mean 0 and variance 1, as N(0, I) has", async () => {
    const { training, test } = await make(1, 640, 1024);
    for (let i = 0; i < width; i++) {
      const seen = moments(training.inputs, width, i);
      // A teacher's inputs are drawn from N(0, I), not standardised: 640 samples, six standard errors.
      const slack = name === "teacher" ? [0.24, 0.34] : [1e-12, 1e-12];
      expect(Math.abs(seen.mean)).toBeLessThan(slack[0]!);
      expect(Math.abs(seen.variance - 1)).toBeLessThan(slack[1]!);
      expect(Math.abs(moments(test.inputs, width, i).mean)).toBeLessThan(0.5);
    }
  });
});

it("classes are 1 in one place, and none is missing", async () => {
  for (const make of [strokes, mixture]) {
    const { targets, outputs, count } = (await make(1, 1024, 64)).training;
    for (let s = 0; s < count; s++) {
      const row = [...targets.subarray(s * outputs, (s + 1) * outputs)].sort();
      expect(row).toEqual([...new Array(outputs - 1).fill(0), 1]);
    }
    for (let i = 0; i < outputs; i++) expect(moments(targets, outputs, i).mean).toBeGreaterThan(0.04);
  }
});
