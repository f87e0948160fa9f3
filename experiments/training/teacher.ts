import { randomNetwork } from "../../src/sampling/random-network.ts";
import { Perceptron } from "./perceptron.ts";
import { newSpace } from "./space.ts";

export interface Teacher {
  readonly width: number;
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly seed: number;
}

/** Samples at a time. */
const BATCH = 64;

/** What a random ReLU network gives, `[count][outputs]`, for inputs `[count][width]`, a multiple of 64 of them. */
export async function teacherValues(
  inputs: Float64Array,
  { width, hidden, outputs, seed }: Teacher,
): Promise<Float64Array> {
  const network = await randomNetwork({ widths: hidden, inputs: width, outputs, seed });
  const perceptron = new Perceptron(await newSpace(), network, BATCH, "f64");
  const count = inputs.length / width;
  const values = new Float64Array(count * outputs);
  for (let s = 0; s < count; s += BATCH) {
    transpose(inputs.subarray(s * width, (s + BATCH) * width), width, perceptron.inputs);
    perceptron.forward();
    transpose(perceptron.outputs, BATCH, values.subarray(s * outputs, (s + BATCH) * outputs));
  }
  return values;
}

/** to[j][i] = from[i][j], j below `columns`. */
function transpose(from: ArrayLike<number>, columns: number, to: { [at: number]: number }): void {
  const rows = from.length / columns;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) to[j * rows + i] = from[i * columns + j]!;
  }
}
