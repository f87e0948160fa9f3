import { setImmediate as nextTurn } from "node:timers/promises";
import type { FloatArray, Network } from "../../src/network/network.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { following, type Optimiser } from "../../src/training/optimisers/optimiser.ts";
import type { Dataset, Task } from "./dataset.ts";
import { Draws } from "./draws.ts";
import { accuracy, crossEntropy, type Judged, type Loss, squaredError } from "./losses.ts";
import { Perceptron } from "./perceptron.ts";
import { newSpace } from "./space.ts";

export interface Recipe {
  /** Of the hidden layers. */
  readonly widths: readonly number[];
  readonly optimiser: Optimiser & { readonly rate: number };
  /** Weights, not biases, shrink by rate × this at each step (Loshchilov & Hutter, arXiv:1711.05101). */
  readonly weightDecay: number;
  /** Samples of a step; divides the sizes of both sets. */
  readonly batch: number;
  /** After how many steps to look, rising; training ends with the last. */
  readonly checkpoints: readonly number[];
  /** Of the weights at first and the order of the samples. */
  readonly seed: number;
}

/** A network on its way. */
export interface Checkpoint {
  readonly step: number;
  readonly network: Network;
  /** Mean loss over the training set. */
  readonly trainingLoss: number;
  readonly testLoss: number;
  /** Share of test samples put in their class; null where there are none. */
  readonly testAccuracy: number | null;
}

/** What training is told: when to stop, and where to report what part is done. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (part: number) => void;
}

/** Steps, of some milliseconds, between turns of the event loop. */
const BREATH = 16;

/** Trains a ReLU network from He initialisation. The same recipe and task give the same weights. */
export async function* train(task: Task, recipe: Recipe, watch?: Watch): AsyncGenerator<Checkpoint> {
  const { batch, checkpoints, seed, weightDecay } = recipe;
  const space = await newSpace();
  const { width: inputs, outputs } = task.training;
  const start = await randomNetwork({ widths: recipe.widths, inputs, outputs, seed });
  const perceptron = new Perceptron(space, start, batch);
  const loss = task.loss === "cross-entropy" ? crossEntropy(space.kernels.exp!) : squaredError;
  const follow = following(recipe.optimiser, perceptron.parameters.length);
  const batches = shuffled(task.training.count, batch, await Draws.create(seed));
  const targets = new Float64Array(outputs * batch);
  const judged = { values: perceptron.outputs, targets, outputs, batch };
  let step = 0;
  for (const checkpoint of checkpoints) {
    for (; step < checkpoint; step++) {
      gather(task.training, batches.next().value, perceptron, targets);
      perceptron.forward();
      loss(judged, perceptron.outputGradient);
      perceptron.backward();
      follow(perceptron.parameters, perceptron.gradient);
      decay(perceptron, recipe.optimiser.rate * weightDecay);
      if (step % BREATH === 0) await nextTurn();
      watch?.signal.throwIfAborted();
      watch?.onProgress((step + 1) / checkpoints.at(-1)!);
    }
    yield { step, network: perceptron.network(), ...judge(task, perceptron, loss, judged) };
  }
}

/** Batches without end: all samples in random order, then all in another. */
function* shuffled(count: number, batch: number, draws: Draws): Generator<number[], never> {
  for (;;) {
    const order = draws.permutation(count);
    for (let first = 0; first < count; first += batch) yield order.slice(first, first + batch);
  }
}

/** Samples become columns. */
function gather(
  { inputs, width, targets, outputs }: Dataset,
  samples: readonly number[],
  perceptron: Perceptron,
  wanted: FloatArray,
): void {
  const batch = samples.length;
  for (const [c, s] of samples.entries()) {
    for (let i = 0; i < width; i++) perceptron.inputs[i * batch + c] = inputs[s * width + i]!;
    for (let i = 0; i < outputs; i++) wanted[i * batch + c] = targets[s * outputs + i]!;
  }
}

function decay({ layers, parameters }: Perceptron, share: number): void {
  if (share === 0) return;
  for (const { weight, bias } of layers) {
    for (let i = weight; i < bias; i++) parameters[i] = parameters[i]! - share * parameters[i]!;
  }
}

function judge(task: Task, perceptron: Perceptron, loss: Loss, judged: Judged) {
  const training = over(task.training, perceptron, judged, loss);
  const test = over(task.test, perceptron, judged, loss);
  const testAccuracy = task.loss === "cross-entropy" ? over(task.test, perceptron, judged, accuracy) : null;
  return { trainingLoss: training, testLoss: test, testAccuracy };
}

/** The mean over a whole set. */
function over(data: Dataset, perceptron: Perceptron, judged: Judged, of: (judged: Judged) => number): number {
  let total = 0;
  for (let first = 0; first < data.count; first += judged.batch) {
    const samples = Array.from({ length: judged.batch }, (_, c) => first + c);
    gather(data, samples, perceptron, judged.targets);
    perceptron.forward();
    total += of(judged) * judged.batch;
  }
  return total / data.count;
}
