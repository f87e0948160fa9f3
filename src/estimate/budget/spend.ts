import { KpropError } from "../../errors.ts";
import type { Network } from "../../network/network.ts";
import { BATCHES } from "../../sampling/batches.ts";
import type { Estimate, EstimateOptions } from "../estimate.ts";
import { finiteResult } from "../finite-result.ts";
import type { Method } from "../options.ts";
import { climb, leastError, lowest, samplesNeeded } from "./climb.ts";
import { concluded } from "./conclude.ts";
import type { Core } from "./core.ts";
import { Deadline } from "./deadline.ts";
import type { Drawn } from "./draws.ts";
import { type Ladder, outlook } from "./foretell.ts";
import { meansOf } from "./means.ts";
import { FlopMeter, type Meter, TimeMeter } from "./meter.ts";
import { parseSpending, type Spending } from "./options.ts";
import { Purse } from "./purse.ts";
import { speedOf } from "./speed.ts";

/** The best means that a budget pays for, or the cheapest that reach a target; network and options are checked. */
export async function spent(
  network: Network,
  options: EstimateOptions,
  method: Method,
  core: Core,
): Promise<Estimate> {
  const start = performance.now();
  const spending = parseSpending(options);
  const { engine = core.defaultEngine() } = options;
  const { precision } = await core.compiledKernels(method.precision);
  const meter = await meterOf(spending, engine, start);
  const timed = spending.unit === "seconds";
  const factor = await core.factorOf(method.input, options);
  const deadline = new Deadline(
    timed ? spending.amount - (performance.now() - start) / 1000 : null,
    options.signal,
    core,
  );
  const threads = timed && spending.amount < LEAST_THREADED ? 1 : method.threads;
  const { target } = spending;
  try {
    const purse = new Purse({
      network,
      options,
      method,
      precision,
      factor,
      core,
      meter,
      deadline,
      target,
      timed,
      threads,
    });
    await checkLeast(purse, spending);
    let ladder = await climb(purse);
    let errors = outlook(network, ladder);
    const drawn = await drawnFor(purse, ladder, errors);
    if (drawn === null && ladder.climbed.size === 0) {
      ladder = await lowest(purse);
      errors = outlook(network, ladder);
    }
    const means = meansOf(ladder, errors, drawn);
    const given = { purse, spending, precision, seed: options.seed ?? 0 };
    const found = concluded(network, ladder, errors, drawn, means, given);
    return finiteResult({ ...found, seconds: (performance.now() - start) / 1000 });
  } finally {
    deadline.end();
  }
}

/** Seconds below which a budget starts no threads. */
const LEAST_THREADED = 0.5;

async function meterOf(
  { unit, amount }: Spending,
  engine: Parameters<typeof speedOf>[0],
  start: number,
): Promise<Meter> {
  if (unit === "flops") return new FlopMeter(amount);
  return new TimeMeter(amount, await speedOf(engine), start / 1000, () => performance.now() / 1000);
}

async function checkLeast(purse: Purse, { unit, amount }: Spending): Promise<void> {
  const least = await purse.least();
  if (least <= amount) return;
  const message = `the budget is ${amount} ${unit}; order 1 alone takes ${least.toPrecision(3)}`;
  throw new KpropError("bad-option", message);
}

/** Of the time for samples, what tells how fast they are, and what of the rest is used: less than half of them are lost. */
const REHEARSAL = 0.08;
const CAUTION = 0.9;

/** The samples that are worth drawing; null: not one. */
async function drawnFor(purse: Purse, ladder: Ladder, errors: readonly number[]): Promise<Drawn | null> {
  await purse.rehearse(REHEARSAL);
  const amount = (purse.isTimed ? CAUTION : 1) * purse.left();
  const most = purse.samplesFor(amount);
  if (most === 0) return purse.lastDrawn;
  const certified = ladder.climbed.size > 0 && purse.certifies(amount);
  const { target } = purse;
  if (target === null || !certified) return purse.draw(most, certified);
  const error = leastError(ladder, errors);
  const few = Math.min(purse.samplesFor(purse.spentOnEstimates()), Math.ceil(4 / target));
  const asked = Math.max(BATCHES, few, samplesNeeded(error, target));
  const drawn = await purse.draw(Math.min(most, asked), true);
  // Samples may say that the estimate is farther off than was foretold: then more of them may still do.
  if (drawn === null) return null;
  const means = meansOf(ladder, errors, drawn);
  const more = Math.min(purse.samplesFor(purse.left()), samplesNeeded(means.estimated, target));
  return means.expected > target && more > drawn.cost.samples ? purse.draw(more, true) : drawn;
}
