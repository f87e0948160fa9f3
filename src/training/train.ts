import { breather } from "../backend/pace.ts";
import type { Watch } from "../estimate/run.ts";
import { checkNetwork } from "../network/check.ts";
import type { Network } from "../network/network.ts";
import { Judge, type Stop } from "./judge.ts";
import type { Loss } from "./loss.ts";
import { following } from "./optimisers/optimiser.ts";
import { gradientByParameters, parametersOf, withParameters } from "./parameters.ts";
import { checkTrainOptions, type TrainOptions } from "./train-options.ts";
import { type ValueAndGradient, valueAndGradient } from "./value-and-gradient.ts";

type Common = "value" | "order" | "kind" | "dtype" | "precision" | "threads" | "unreliable" | "warnings";

/** What `train` made; what it shares with a gradient is that of the network given back. */
export interface Training extends Pick<ValueAndGradient, Common> {
  /** With the weights after all steps, or the last good ones. */
  readonly network: Network;
  /** The loss before each step, and after the last. */
  readonly history: Float64Array;
  /** Why there are not all steps; null where there are. */
  readonly stopped: Stop | null;
  /** Floating-point operations of all gradients; the optimiser's are not counted. */
  readonly flops: number;
  readonly seconds: number;
}

/**
 * Trains a network's weights and biases, of those layers that have some, by gradients of a loss under the whole input
 * distribution. Nothing is drawn, so nothing varies: same network, same options, same bits on every runtime, unless `precision`
 * is "relaxed". Weights are kept in f64, whatever `dtype` gradients are computed in.
 *
 * Training ends early, with the last good weights, when something turns non-finite, or when the estimate warns seriously of
 * what it did not warn of at the start: steps may lead to where the method no longer works.
 *
 * @throws KpropError as `valueAndGradient`, of the network that is given; the signal's reason when aborted
 */
export async function train(network: Network, loss: Loss, options: TrainOptions): Promise<Training> {
  const start = performance.now();
  checkTrainOptions(options);
  checkNetwork(network);
  const { steps, optimiser, onStep, onProgress, ...method } = options;
  const breathe = breather(options);
  const parameters = parametersOf(network);
  const follow = following(optimiser, parameters.length);
  const judge = new Judge();
  const history: number[] = [];
  let [good, flops, stopped]: [Good | null, number, Stop | null] = [null, 0, null];
  for (let step = 0; step <= steps; step++) {
    const current = withParameters(network, parameters);
    const watched = { ...method, onProgress: partOfProgress(onProgress, step, steps) };
    const found = await judge.evaluate(current, step, () => valueAndGradient(current, loss, watched));
    if ("reason" in found) {
      stopped = found;
      break;
    }
    good = { network: current, found };
    flops += found.flops;
    history.push(found.value);
    onStep?.({ step, value: found.value, network: current });
    if (step < steps) follow(parameters, gradientByParameters(found.gradient));
    await breathe();
  }
  const { gradient: _gradient, ...described } = good!.found;
  const seconds = (performance.now() - start) / 1000;
  return {
    ...described,
    network: good!.network,
    history: Float64Array.from(history),
    stopped,
    flops,
    seconds,
  };
}

/** The last network whose loss and gradient were good. */
interface Good {
  readonly network: Network;
  readonly found: ValueAndGradient;
}

/** Progress of one gradient, reported as that of all. */
function partOfProgress(onProgress: Watch["onProgress"], step: number, steps: number): Watch["onProgress"] {
  return (
    onProgress && (({ done, total }) => onProgress({ done: step * total + done, total: (steps + 1) * total }))
  );
}
