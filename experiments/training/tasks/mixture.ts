import { oneHot, split, standardise, type Task } from "../dataset.ts";
import { Draws } from "../draws.ts";
import { teacherValues } from "../teacher.ts";

const [WIDTH, CLASSES, CENTRES] = [32, 8, 24];

/**
 * Points of a Gaussian mixture, put in classes by a random network: the largest of its outputs, each less its mean. The
 * inputs are standardised.
 */
export async function mixture(seed: number, training: number, test: number): Promise<Task> {
  const count = training + test;
  const draws = await Draws.create(seed);
  const centres = draws.normals(CENTRES, WIDTH);
  const inputs = draws.normals(count, WIDTH).map((x, at) => {
    const [s, i] = [Math.floor(at / WIDTH), at % WIDTH];
    return centres[(s % CENTRES) * WIDTH + i]! + x;
  });
  standardise(inputs, WIDTH, training);
  const values = await teacherValues(inputs, { width: WIDTH, hidden: [WIDTH], outputs: CLASSES, seed });
  standardise(values, CLASSES, training);
  const labels = Array.from({ length: count }, (_, s) =>
    largest(values.subarray(s * CLASSES, (s + 1) * CLASSES)),
  );
  const all = { count, inputs, width: WIDTH, targets: oneHot(labels, CLASSES), outputs: CLASSES };
  return { loss: "cross-entropy", ...split(all, training) };
}

function largest(values: Float64Array): number {
  return values.reduce((best, x, i) => (x > values[best]! ? i : best), 0);
}
