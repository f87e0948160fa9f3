import { Arena } from "../../backend/arena.ts";
import type { Kernels } from "../../backend/instance.ts";
import { paced } from "../../backend/pace.ts";
import type { Evaluation } from "../../sampling/evaluator.ts";
import { samplingKernels } from "../../sampling/kernels.ts";
import { ownKernels } from "../../threads/own-kernels.ts";
import { Particles } from "./particles.ts";
import { climb, type Ladder } from "./run.ts";

/** What a thread is told: to climb a ladder once. It answers with the estimate. */
export interface SplitJob {
  readonly kind: "split";
  readonly module: WebAssembly.Module;
  readonly evaluation: Evaluation;
  readonly batches: number;
  readonly ladder: Ladder;
  readonly run: number;
}

/** A thread's part. */
export async function runSplitJob(job: SplitJob, signal: AbortSignal): Promise<number> {
  const { evaluation, batches, ladder, run } = job;
  const kernels = await ownKernels(job.module, evaluation.settings.precision);
  const particles = newParticles(kernels, evaluation, batches, run);
  return paced(climb(particles, ladder, run), { signal });
}

export function newParticles(
  kernels: Kernels,
  evaluation: Evaluation,
  batches: number,
  run: number,
): Particles {
  const { dtype } = evaluation.settings;
  return new Particles(new Arena(kernels), samplingKernels(kernels, dtype), evaluation, batches, run);
}
