import { Engine, type Estimate, estimate, type MethodOptions, type Network } from "kprop";
import type { Cost } from "./guard.ts";
import type { Limits } from "./limits.ts";
import { Turn } from "./turn.ts";

/**
 * Requests to an isolate share its memory and its one thread, so that in each lane they compute one at a time. What is light needs
 * not wait for what is not: costly estimates pause every 40 ms.
 */
const LIGHT = { turn: new Turn(), engine: new Engine() };
const COSTLY = { turn: new Turn(), engine: new Engine() };

/** Shares of the limits up to which an estimate is light. */
const LIGHT_FLOPS = 1 / 25;
const LIGHT_BYTES = 1 / 8;

/** Reads and plans when its turn has come; the limits keep that short. */
export function prepareInTurn<T>(work: () => Promise<T>): Promise<T> {
  return LIGHT.turn.take(work);
}

/** The estimate, when its turn has come. It looks at no samples: limits are on what plans say, which leaves these out. */
export function estimateInTurn(
  network: Network,
  method: MethodOptions,
  cost: Cost,
  limits: Limits,
): Promise<Estimate> {
  const { turn, engine } = isLight(cost, limits) ? LIGHT : COSTLY;
  return turn.take(() => estimate(network, { ...method, check: false, engine, threads: 1 }));
}

function isLight({ flops, bytes }: Cost, { planFlops, planBytes }: Limits): boolean {
  return flops <= LIGHT_FLOPS * planFlops && bytes <= LIGHT_BYTES * planBytes;
}
