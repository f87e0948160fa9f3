import { estimate, type Network } from "kprop";
import { leaderOf } from "../model/reference.ts";
import type { Estimated, Method, RaceEvent, RaceRequest } from "../protocol/jobs.ts";
import { certify } from "./certify.ts";
import { failureOf } from "./failure.ts";
import { opened } from "./read-network.ts";
import { SamplingLane } from "./sampling-lane.ts";
import { HERE } from "./threads.ts";

type Tell = (event: RaceEvent) => void;

/** Estimates shorter than this, in seconds, are timed again, the shortest time counting. */
const SHORT = 0.3;
const REPEATS = 3;

/**
 * Runs methods and sampling, each alone on the machine so that times are fair, and always next what ends first. So results
 * come in the order of the chart's time axis. In the end the best estimate is certified, unless it takes longer than sampling
 * was given.
 */
export async function race(request: RaceRequest, tell: Tell): Promise<null> {
  const { network } = await opened(request.network);
  const waiting = request.entries.toSorted((a, b) => a.seconds - b.seconds);
  const sampling = new SamplingLane(network, request.dtype, request.samplingSeconds);
  const estimates: Estimated[] = [];
  while (waiting.length > 0 || sampling.goesOn) {
    const isMethod = waiting.length > 0 && (!sampling.goesOn || waiting[0]!.seconds <= 2 * sampling.seconds);
    if (isMethod) {
      const estimated = await enter(network, waiting.shift()!.method, request, tell);
      if (estimated !== null) estimates.push(estimated);
    } else {
      tell({ type: "started", method: null });
      tell({ type: "sampled", sampled: await sampling.next() });
    }
  }
  const leader = leaderOf(estimates);
  if (leader !== null && leader.seconds <= request.samplingSeconds) {
    const certified = await certify(network, leader, sampling.drawn, request);
    if (certified !== null) tell({ type: "certified", certified });
  }
  return null;
}

async function enter(
  network: Network,
  method: Method,
  request: RaceRequest,
  tell: Tell,
): Promise<Estimated | null> {
  tell({ type: "started", method });
  try {
    const estimated = await timed(network, method, request, tell);
    tell({ type: "estimated", estimated });
    return estimated;
  } catch (error) {
    tell({ type: "failed", method, error: failureOf(error) });
    return null;
  }
}

async function timed(
  network: Network,
  method: Method,
  { dtype }: RaceRequest,
  tell: Tell,
): Promise<Estimated> {
  const onProgress = ({ done, total }: { done: number; total: number }) =>
    tell({ type: "progress", method, done: done / total });
  const run = () => estimate(network, { ...method, dtype, ...HERE, ladder: false, check: false, onProgress });
  const { output, bytes, flops, threads, warnings, unreliable, ...first } = await run();
  let { seconds } = first;
  for (let again = 1; again < REPEATS && seconds < SHORT; again++) {
    seconds = Math.min(seconds, (await run()).seconds);
  }
  return { method, mean: output.mean, seconds, flops, bytes, threads, warnings, unreliable };
}
