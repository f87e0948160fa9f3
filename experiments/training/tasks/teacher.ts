import { split, standardise, type Task } from "../dataset.ts";
import { Draws } from "../draws.ts";
import { teacherValues } from "../teacher.ts";

const [WIDTH, HIDDEN, OUTPUTS] = [64, [24, 24], 10];

/** What a narrow random network makes of N(0, I), standardised. */
export async function teacher(seed: number, training: number, test: number): Promise<Task> {
  const count = training + test;
  const inputs = (await Draws.create(seed)).normals(count, WIDTH);
  const targets = await teacherValues(inputs, { width: WIDTH, hidden: HIDDEN, outputs: OUTPUTS, seed });
  standardise(targets, OUTPUTS, training);
  const all = { count, inputs, width: WIDTH, targets, outputs: OUTPUTS };
  return { loss: "squared-error", ...split(all, training) };
}
