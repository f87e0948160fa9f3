import { describe, expect, it } from "vitest";
import { strokes } from "../../../experiments/training/tasks/strokes.ts";
import { teacher } from "../../../experiments/training/tasks/teacher.ts";
import { type Checkpoint, type Recipe, train } from "../../../experiments/training/train.ts";

const RECIPE: Recipe = {
  widths: [24, 24],
  optimiser: { type: "adam", rate: 3e-3 },
  weightDecay: 0.1,
  batch: 64,
  checkpoints: [0, 20, 200],
  seed: 1,
};

async function trained(task: Parameters<typeof train>[0], recipe: Recipe): Promise<Checkpoint[]> {
  const checkpoints: Checkpoint[] = [];
  for await (const checkpoint of train(task, recipe)) checkpoints.push(checkpoint);
  return checkpoints;
}

function weights({ network }: Checkpoint): number[] {
  return network.layers.flatMap(({ weight, bias }) => [...weight.data, ...bias!]);
}

describe("training", () => {
  it("gives the same weights for the same seed, others for another", async () => {
    const task = await strokes(1, 512, 64);
    const recipe = { ...RECIPE, checkpoints: [0, 12] };
    const [once, again] = [await trained(task, recipe), await trained(await strokes(1, 512, 64), recipe)];
    expect(once.map(weights)).toEqual(again.map(weights));
    const other = await trained(task, { ...recipe, seed: 2 });
    expect(weights(other[1]!)).not.toEqual(weights(once[1]!));
  });

  it("learns to tell digits apart", async () => {
    const checkpoints = await trained(await strokes(1, 2048, 512), RECIPE);
    expect(checkpoints.map(({ step }) => step)).toEqual([0, 20, 200]);
    expect(checkpoints[0]!.testAccuracy).toBeLessThan(0.3);
    expect(checkpoints[2]!.testAccuracy).toBeGreaterThan(0.7);
    expect(checkpoints[2]!.trainingLoss).toBeLessThan(checkpoints[1]!.trainingLoss);
  });

  it("learns a teacher's values with momentum too", async () => {
    const optimiser = { type: "momentum", rate: 0.01, momentum: 0.9 } as const;
    const checkpoints = await trained(await teacher(1, 2048, 512), { ...RECIPE, optimiser, weightDecay: 0 });
    expect(checkpoints[0]!.testAccuracy).toBeNull();
    expect(checkpoints[2]!.testLoss).toBeLessThan(0.5 * checkpoints[0]!.testLoss);
  });

  it("shrinks weights where they decay", async () => {
    const task = await strokes(1, 512, 64);
    const norm = (x: Checkpoint) => weights(x).reduce((total, w) => total + w * w, 0);
    const recipe = { ...RECIPE, checkpoints: [40] };
    const [decayed] = await trained(task, { ...recipe, weightDecay: 3 });
    const [kept] = await trained(task, { ...recipe, weightDecay: 0 });
    expect(norm(decayed!)).toBeLessThan(0.95 * norm(kept!));
  });
});
