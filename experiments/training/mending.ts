import type { Order } from "../../src/combinatorics/tracked.ts";
import type { Network } from "../../src/network/network.ts";
import type { Loss } from "../../src/training/loss.ts";
import { following } from "../../src/training/optimisers/optimiser.ts";
import { gradientByParameters } from "../../src/training/parameters.ts";
import { train } from "../../src/training/train.ts";
import { valueAndGradient } from "../../src/training/value-and-gradient.ts";
import type { Watch } from "../framework/experiment.ts";
import { distillationLoss, estimateFlops, type Pair } from "./distillations.ts";
import { Distiller, distillerFlops, type Harm } from "./distiller.ts";

/** How a student that is trained already is trained on, so that it does no harm and stays near its teacher. */
export interface Mending {
  readonly steps: number;
  /** Adam's at the first step; falls to 0 in a straight line. */
  readonly rate: number;
  /** The probability of harm costs this times its quotient by `probability`. */
  readonly weight: number;
  readonly probability: number;
  readonly harm: Omit<Harm, "weight">;
}

export interface Mended {
  readonly network: Network;
  readonly steps: number;
  readonly flops: number;
  readonly seconds: number;
  /** Samples that did harm, where there were samples: of so many. */
  readonly harmed: number | null;
  readonly samples: number | null;
}

/** Both the task and the harm by the estimate of an order; without harm if that is not asked for. */
export async function mendByEstimate(
  pair: Pair,
  { steps, rate, weight, probability, harm }: Mending,
  { order, harmless }: { readonly order: Order; readonly harmless: boolean },
  { signal, onProgress }: Watch,
): Promise<Mended> {
  const tail: Loss = { type: "tail", output: harm.output, threshold: harm.threshold };
  const punished = { weight: weight / probability, loss: tail };
  const task = { weight: 1, loss: distillationLoss(pair) };
  const loss: Loss = { type: "sum", terms: harmless ? [task] : [task, punished] };
  const optimiser = { type: "adam", rate: falling(rate, steps) } as const;
  const { network, history, flops, seconds } = await train(pair.student, loss, {
    ...{ order, steps, optimiser, threads: 1, signal },
    onProgress: ({ done, total }) => onProgress(done / total),
  });
  return { network, steps: history.length - 1, flops, seconds, harmed: null, samples: null };
}

/** The task by samples, and the harm by samples too or by the estimate of an order; with so many samples in each step. */
export async function mendBySamples(
  pair: Pair,
  { steps, rate, weight, probability, harm }: Mending,
  { order, batch, seed }: { readonly order: Order | null; readonly batch: number; readonly seed: number },
  { signal, onProgress }: Watch,
): Promise<Mended> {
  const options = { ...pair, batch, seed };
  const own = { ...harm, weight: weight / probability };
  const distiller = await Distiller.create(order === null ? { ...options, harm: own } : options);
  const { student } = distiller;
  const follow = following({ type: "adam", rate: falling(rate, steps) }, student.parameters.length);
  const tail: Loss = { type: "tail", output: harm.output, threshold: harm.threshold };
  let flops = steps * batch * distillerFlops(pair.teacher, pair.student);
  const start = performance.now();
  for (let step = 0; step < steps; step++) {
    distiller.next();
    if (order !== null) {
      const found = await valueAndGradient(student.network(), tail, { order, threads: 1, signal });
      flops += found.flops;
      // Below zero it is no probability, and smaller would be no better.
      if (found.value > 0) addTo(student.gradient, gradientByParameters(found.gradient), own.weight);
    }
    follow(student.parameters, student.gradient);
    signal.throwIfAborted();
    onProgress(step / steps);
  }
  const seconds = (performance.now() - start) / 1000;
  const harmed = order === null ? distiller.harmed : null;
  return { network: student.network(), steps, flops, seconds, harmed, samples: steps * batch };
}

/** Samples of a step that take the FLOPs of the estimate's. */
export function equalBatch(pair: Pair, order: Order): number {
  return Math.round(estimateFlops(pair, order) / distillerFlops(pair.teacher, pair.student));
}

function falling(rate: number, steps: number): (step: number) => number {
  return (step) => rate * (1 - step / steps);
}

function addTo(total: { [at: number]: number; readonly length: number }, part: Float64Array, weight: number) {
  for (let i = 0; i < total.length; i++) total[i] = total[i]! + weight * part[i]!;
}
