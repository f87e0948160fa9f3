import type { MethodOptions } from "../estimate/options.ts";
import { type Network, widths } from "../network/network.ts";
import type { Moments } from "../sampling/moments.ts";
import { sample } from "../sampling/sample.ts";
import { differenceNetwork } from "../training/difference.ts";
import type { Optimiser } from "../training/optimisers/optimiser.ts";
import { checkStudent, studentOf } from "../training/student.ts";
import { type Training, train } from "../training/train.ts";
import { watched } from "./progress.ts";
import { threadsOf } from "./threads-option.ts";

export const OPTIMISERS = ["sgd", "momentum", "adam"] as const satisfies readonly Optimiser["type"][];

interface Distillation {
  readonly width: number;
  readonly steps: number;
  readonly optimiser: Optimiser;
  readonly seed: number;
  readonly samples: number;
  readonly method: Pick<MethodOptions, "order" | "kind" | "dtype" | "threads">;
}

export interface Distilled {
  readonly training: Training;
  readonly before: Check;
  readonly after: Check;
}

/** What samples say of a student. */
interface Check {
  /** The mean over outputs of E[(student − teacher)²]. */
  readonly difference: number;
  /** That over the mean over outputs of the teacher's variance; null where it does not vary. */
  readonly share: number | null;
}

/** Trains a student on the mean over outputs of its squared difference to the teacher, and checks it by samples. */
export async function distill(teacher: Network, asked: Distillation): Promise<Distilled> {
  const { width, seed, steps, optimiser, method } = asked;
  checkStudent(teacher, width, method);
  const student = await watched("drawing", ({ signal }) => studentOf(teacher, { width, seed, signal }));
  const weight = 1 / widths(teacher).at(-1)!;
  const terms = [{ weight, loss: { type: "squared-difference", target: teacher } as const }];
  const training = await watched("distilling", (watch) =>
    train(student, { type: "sum", terms }, { ...method, steps, optimiser, ...watch }),
  );
  const variance = average((await sampled(teacher, asked)).variance);
  const check = async (network: Network): Promise<Check> => {
    const { mean, variance: spread } = await sampled(differenceNetwork(network, teacher), asked);
    const difference = average(mean.map((x, i) => x * x + spread[i]!));
    return { difference, share: variance > 0 ? difference / variance : null };
  };
  return { training, before: await check(student), after: await check(training.network) };
}

async function sampled(
  network: Network,
  { samples, seed, method: { threads } }: Distillation,
): Promise<Moments> {
  const options = { samples, seed, variance: "plain", dtype: "f64", ...threadsOf({ threads }) } as const;
  const { output } = await watched("sampling", (watch) => sample(network, { ...options, ...watch }));
  return output;
}

function average(values: Float64Array): number {
  return values.reduce((total, x) => total + x, 0) / values.length;
}
