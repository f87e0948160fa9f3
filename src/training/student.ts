import { type FloatArray, type Matrix, type Network, widths } from "../network/network.ts";
import { drained } from "../plan/gradual.ts";
import { randomNetwork } from "../sampling/random-network.ts";
import { differenceOutline } from "./difference.ts";
import type { GradientOptions } from "./options.ts";
import { planGradient } from "./plan.ts";
import { checkHasCovariances } from "./resolve.ts";

/** What a student is drawn by. */
interface Draw {
  /** Neurons of every hidden layer. */
  readonly width: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/**
 * A network to imitate another: as many layers with the same activations, input and assumptions, all hidden ones `width` wide;
 * weights drawn by `randomNetwork`'s law "he", biases zero everywhere, to be trained.
 *
 * @throws KpropError as `randomNetwork`; the signal's reason when aborted
 */
export async function studentOf(teacher: Network, { width, ...drawn }: Draw): Promise<Network> {
  const { inputs, hidden, outputs } = sizes(teacher, width);
  const { layers } = await randomNetwork({ inputs, widths: hidden, outputs, ...drawn });
  return student(
    teacher,
    layers.map(({ weight }) => weight),
    (rows) => new Float64Array(rows),
  );
}

/**
 * Whether a student of that width can be trained to the teacher, before any of it is drawn.
 *
 * @throws KpropError as `planGradient`
 */
export function checkStudent(teacher: Network, width: number, method: GradientOptions): void {
  checkHasCovariances("squared-difference", method.order ?? 2);
  const { inputs, hidden, outputs } = sizes(teacher, width);
  const all = [inputs, ...hidden, outputs];
  const none = new Float64Array();
  const weights = all.slice(1).map((rows, l) => ({ rows, columns: all[l]!, data: none }));
  const outline = student(teacher, weights, () => none);
  drained(planGradient(differenceOutline(outline, teacher), 2, method));
}

function sizes(teacher: Network, width: number): { inputs: number; hidden: number[]; outputs: number } {
  const [inputs, ...others] = widths(teacher);
  const outputs = others.pop()!;
  return { inputs: inputs!, hidden: others.map(() => width), outputs };
}

function student(
  { layers, input, notes }: Network,
  weights: readonly Matrix[],
  bias: (rows: number) => FloatArray,
): Network {
  return {
    layers: weights.map((weight, l) => {
      const { activation } = layers[l]!;
      return { weight, bias: bias(weight.rows), activation, weightVariance: null };
    }),
    input,
    notes,
  };
}
