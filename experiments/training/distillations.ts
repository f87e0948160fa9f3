import type { Order } from "../../src/combinatorics/tracked.ts";
import type { FloatArray, Network } from "../../src/network/network.ts";
import { drained } from "../../src/plan/gradual.ts";
import { differenceNetwork } from "../../src/training/difference.ts";
import type { Loss } from "../../src/training/loss.ts";
import { following } from "../../src/training/optimisers/optimiser.ts";
import { planGradient } from "../../src/training/plan.ts";
import { train } from "../../src/training/train.ts";
import type { Watch } from "../framework/experiment.ts";
import { Distiller, distillerFlops } from "./distiller.ts";

/** A teacher and a student at its beginning. */
export interface Pair {
  readonly teacher: Network;
  readonly student: Network;
}

/** How the student follows. */
export interface Recipe {
  readonly optimiser: "sgd" | "adam";
  readonly rate: number;
}

/** A student on its way, and what that took so far. */
export interface Reached {
  readonly step: number;
  readonly network: Network;
  readonly flops: number;
  /** Of gradients and steps alone, on one thread. */
  readonly seconds: number;
  /** What the estimate says of its loss; null of samples. */
  readonly estimated: number | null;
  /** Ended before its last step. */
  readonly stopped: boolean;
}

const ONE_THREAD = { threads: 1 } as const;
/** Steps between turns of the event loop. */
const BREATH = 64;

/** The mean over outputs of the expected squared difference, by which rates are meant. */
export function distillationLoss({ teacher }: Pick<Pair, "teacher">): Loss {
  const outputs = teacher.layers.at(-1)!.weight.rows;
  const loss = { type: "squared-difference", target: teacher } as const;
  return { type: "sum", terms: [{ weight: 1 / outputs, loss }] };
}

/** FLOPs of a step by the estimate. */
export function estimateFlops({ teacher, student }: Pair, order: Order): number {
  return drained(planGradient(differenceNetwork(student, teacher), 2, { order, ...ONE_THREAD })).flops;
}

/** By the estimate's gradient: the student after those steps, the last of them where it ended if that was before. */
export async function byEstimate(
  pair: Pair,
  { optimiser, rate, order }: Recipe & { readonly order: Order },
  checkpoints: readonly number[],
  { signal, onProgress }: Watch,
): Promise<Reached[]> {
  const [loss, steps] = [distillationLoss(pair), checkpoints.at(-1)!];
  const flops = estimateFlops(pair, order);
  const options = { order, ...ONE_THREAD, signal, optimiser: { type: optimiser, rate } };
  // What is compiled and planned once would count as the first step's.
  await train(pair.student, loss, { ...options, steps: 2 });
  const reached: Reached[] = [];
  const start = performance.now();
  let seconds = 0;
  const { network, history, stopped } = await train(pair.student, loss, {
    ...options,
    steps,
    onProgress: ({ done, total }) => onProgress(done / total),
    onStep: ({ step, value, network }) => {
      const at = { step, network, flops: step * flops, estimated: value };
      // The gradient of this step is part of the next one.
      if (checkpoints.includes(step)) reached.push({ ...at, seconds, stopped: false });
      seconds = (performance.now() - start) / 1000;
    },
  });
  if (stopped === null) return reached;
  const step = history.length - 1;
  const end = { step, network, flops: step * flops, seconds, estimated: history.at(-1)!, stopped: true };
  return [...reached.filter((before) => before.step < step), end];
}

/** By gradients of samples; those that diverge end at the last checkpoint before that. */
export async function bySamples(
  { teacher, student }: Pair,
  { optimiser, rate, batch, seed }: Recipe & { readonly batch: number; readonly seed: number },
  checkpoints: readonly number[],
  { signal, onProgress }: Watch,
): Promise<Reached[]> {
  const distiller = await Distiller.create({ teacher, student, batch, seed });
  const { parameters, gradient } = distiller.student;
  const follow = following({ type: optimiser, rate }, parameters.length);
  const flops = batch * distillerFlops(teacher, student);
  const last = checkpoints.at(-1)!;
  const reached: Reached[] = [];
  let [start, seconds] = [performance.now(), 0];
  for (let step = 0; step <= last; step++) {
    if (checkpoints.includes(step)) {
      if (hasDiverged(parameters)) return [...reached.slice(0, -1), { ...reached.at(-1)!, stopped: true }];
      seconds += (performance.now() - start) / 1000;
      const network = distiller.student.network();
      reached.push({ step, network, flops: step * flops, seconds, estimated: null, stopped: false });
      start = performance.now();
    }
    distiller.next();
    follow(parameters, gradient);
    if (step % BREATH > 0) continue;
    await breathe();
    signal.throwIfAborted();
    onProgress(step / last);
  }
  return reached;
}

/** The first weights are at most some 3. */
function hasDiverged(parameters: FloatArray): boolean {
  return !parameters.every((x) => Math.abs(x) < 30);
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
