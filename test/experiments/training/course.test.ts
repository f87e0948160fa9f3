import { describe, expect, it } from "vitest";
import { Course } from "../../../experiments/training/course.ts";
import { type Variant, variants } from "../../../experiments/training/variants.ts";

const [first] = variants({ quick: true });
const SHORT: Variant = {
  ...first!,
  samples: { training: 128, test: 64 },
  recipe: { ...first!.recipe, checkpoints: [0, 16, 32] },
};

describe("a course", () => {
  it("is gone once, with progress, however often it is asked", async () => {
    const parts: number[] = [];
    const course = new Course(SHORT);
    await course.ensure({ signal: new AbortController().signal, onProgress: (part) => parts.push(part) });
    expect(parts).toEqual(Array.from({ length: 32 }, (_, step) => (step + 1) / 32));
    expect((await course.at(16)).step).toBe(16);
    expect((await course.at(32)).network).toBe((await course.at(32)).network);
  });

  it("stops when told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(new Course(SHORT).ensure({ signal, onProgress: () => {} })).rejects.toThrow("enough");
  });
});

it("variants have names of their own and sets that batches divide", () => {
  for (const quick of [true, false]) {
    const all = variants({ quick });
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { samples, recipe } of all) {
      expect([samples.training % recipe.batch, samples.test % recipe.batch]).toEqual([0, 0]);
    }
  }
});
