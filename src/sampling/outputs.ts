import { allocated } from "../backend/allocate.ts";
import { KpropError } from "../errors.ts";
import { firstNotFinite } from "../network/finite.ts";
import type { Evaluation } from "./evaluator.ts";

/** What takes what a network gives, some draws at a time, in order: element (draw, output) at `draw · outputs + output`. */
export interface Sink<T> {
  take(values: Float64Array): void;
  /** Once all draws are taken, or as many as `settles` for. */
  result(): T;
  /** Whether what was taken is enough when the time is over. Default: never. */
  settles?(): boolean;
}

/** Waits until all is taken, or all that there was time for. */
export async function taken(
  work: Promise<unknown>,
  sink: Sink<unknown>,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason || !sink.settles?.()) throw error;
  }
}

/**
 * Keeps what a network gives on every sample.
 *
 * @throws KpropError `too-large`; the result `not-finite`
 */
export function collected(evaluation: Evaluation): Sink<Float64Array> {
  const outputs = emptyOutputs(evaluation);
  let at = 0;
  return {
    take: (values) => {
      outputs.set(values, at);
      at += values.length;
    },
    result: () => {
      const wrong = firstNotFinite(outputs);
      if (wrong >= 0) throw infinite(outputs[wrong]!, wrong, evaluation);
      return outputs;
    },
  };
}

function infinite(value: number, at: number, { network, settings }: Evaluation): KpropError {
  const width = network.layers.at(-1)!.weight.rows;
  const which = `output ${at % width} of sample ${Math.floor(at / width)}`;
  return new KpropError("not-finite", `${which} came out as ${value}: it overflows in ${settings.dtype}`);
}

/**
 * Room for what a network gives on every sample.
 *
 * @throws KpropError `too-large`
 */
function emptyOutputs({ network, settings }: Evaluation): Float64Array<ArrayBuffer> {
  const length = settings.samples * network.layers.at(-1)!.weight.rows;
  return allocated(8 * length, () => new Float64Array(length), `the outputs of ${settings.samples} samples`);
}
