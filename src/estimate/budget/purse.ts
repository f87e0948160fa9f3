import { KpropError } from "../../errors.ts";
import type { Network } from "../../network/network.ts";
import { BATCHES } from "../../sampling/batches.ts";
import type { EstimatePlan } from "../plan.ts";
import { type Judgement, judge } from "../trust/certificate.ts";
import { collectWarnings } from "../warnings/collect.ts";
import { type Drawn, Draws } from "./draws.ts";
import type { Work } from "./meter.ts";
import { type Climbed, fits, RUNGS, roughCost } from "./rung.ts";
import { reporter, type Setting } from "./setting.ts";

/** Of what samples may cost, the most that goes to bounds made of them. */
const CERTIFICATE = 1 / 3;

/** Pays for plans, estimates and samples. */
export class Purse {
  readonly network: Network;
  readonly target: number | null;
  private readonly setting: Setting;
  private readonly plans = new Map<number, EstimatePlan>();
  private readonly draws: Draws;
  private readonly report: (flops: number) => void;
  private onEstimates = 0;

  constructor(setting: Setting) {
    this.setting = setting;
    this.network = setting.network;
    this.target = setting.target;
    this.draws = new Draws(setting);
    this.report = reporter(setting);
  }

  get total(): number {
    return this.setting.meter.total;
  }

  left(): number {
    return this.setting.meter.left();
  }

  spent(): number {
    return this.setting.meter.spent(0);
  }

  get isTimed(): boolean {
    return this.setting.timed;
  }

  /** The samples there are. */
  get lastDrawn(): Drawn | null {
    return this.draws.last;
  }

  /** What estimates have taken so far. */
  spentOnEstimates(): number {
    return this.onEstimates;
  }

  /** What rungs are foretold to cost together, those without a plan roughly. */
  priceOf(rungs: readonly number[]): number {
    return rungs.reduce((sum, index) => sum + this.priceOfRung(index), 0);
  }

  private priceOfRung(index: number): number {
    const { core, meter } = this.setting;
    const planned = this.plans.get(index);
    if (planned !== undefined) return fits(planned) ? meter.price(runOf(planned)) : Number.POSITIVE_INFINITY;
    const { flops, operations } = roughCost(this.network, RUNGS[index]!);
    const threads = flops >= core.LEAST_SHARED ? this.setting.threads : 1;
    const run = { kind: "estimate", flops, operations, threads } as const;
    return meter.price({ kind: "plan", operations }) + meter.price(run);
  }

  /** Whether there is enough left to run a rung; plans it if that may be, with the outputs' variances if these can be had. */
  async affords(index: number): Promise<boolean> {
    const left = () => this.left() - this.priceOf([index]);
    if (left() < 0) return false;
    try {
      await this.plan(index, RUNGS[index]!.order === 2);
      if (left() < 0) await this.plan(index, false);
    } catch (error) {
      if (this.gaveUp(error)) return false;
      throw error;
    }
    return left() >= 0;
  }

  private async plan(index: number, spread: boolean): Promise<void> {
    const { network, options, core, meter, threads } = this.setting;
    const start = performance.now();
    const { order, kind } = RUNGS[index]!;
    const { budget: _b, target: _t, seed: _s, ...rest } = options;
    const asked = { ...rest, dtype: options.dtype ?? "f32", order, kind, threads } as const;
    const watch = index === 0 ? options : this.setting.deadline;
    this.plans.set(index, await core.paced(core.planning(network, asked, null, spread), watch));
    const { operations } = roughCost(network, RUNGS[index]!);
    meter.paid({ kind: "plan", operations }, (performance.now() - start) / 1000);
  }

  /** The plan of the cheapest rung. */
  get cheapest(): EstimatePlan {
    return this.plans.get(0)!;
  }

  /** What the cheapest rung costs. */
  async least(): Promise<number> {
    await this.plan(0, false);
    return this.priceOf([0]);
  }

  /** Runs a rung; null: it overflowed, or the time was over. The first may take its time: there must be an estimate. */
  async run(index: number): Promise<Climbed | null> {
    const { network, options, precision, core, meter, deadline } = this.setting;
    const planned = this.plans.get(index)!;
    const [start, before] = [performance.now(), this.left()];
    const signal = index === 0 ? options.signal : deadline.signal;
    const onProgress = ({ done }: { done: number }) => this.report(done);
    try {
      const watch = { ...options, precision, signal, onProgress };
      const { threads, results } = await core.runEstimates([planned], network, watch);
      return { planned, threads, result: results[0]!, mean: results[0]!.results.get("output")! };
    } catch (error) {
      if (index > 0 && this.gaveUp(error)) return null;
      throw error;
    } finally {
      meter.paid(runOf(planned), (performance.now() - start) / 1000);
      this.onEstimates += before - this.left();
    }
  }

  /** Whether it overflowed, was too large, or the time was over. */
  private gaveUp(error: unknown): boolean {
    return isOverflow(error) || this.setting.deadline.isOver(error);
  }

  /** Whether a result warns of itself: variances came out negative, above all. */
  warns({ planned, result }: Climbed): boolean {
    const warnings = collectWarnings(this.network, [result], [], planned.method, null);
    return warnings.some(({ code, serious }) => serious && code !== "narrow" && code !== "few-directions");
  }

  /** Whether an amount of the budget pays for samples enough for a certificate, and this for no more than a third of it. */
  certifies(amount: number): boolean {
    const certificate = this.setting.meter.price({ kind: "certificate" });
    return certificate <= CERTIFICATE * amount && this.countFor(amount - certificate) >= BATCHES;
  }

  /** Samples that an amount of the budget pays for, with their certificate if there is one. */
  samplesFor(amount: number): number {
    const certificate = this.setting.meter.price({ kind: "certificate" });
    return this.countFor(this.certifies(amount) ? amount - certificate : amount);
  }

  private countFor(amount: number): number {
    const { core, meter, threads } = this.setting;
    const count = (team: number) => Math.max(0, Math.floor(amount / meter.price(this.draws.work(1, team))));
    const alone = count(1);
    return alone * this.draws.eachFlops < core.LEAST_SHARED ? alone : count(threads);
  }

  priceOfSamples(samples: number): number {
    const { core, meter, threads } = this.setting;
    const team = samples * this.draws.eachFlops < core.LEAST_SHARED ? 1 : threads;
    return meter.price({ kind: "certificate" }) + meter.price(this.draws.work(samples, team));
  }

  /** What a few samples say of an estimate; null: there is not enough left for them. */
  async probe({ mean }: Climbed, share: number): Promise<Judgement | null> {
    const amount = share * this.total;
    if (!this.certifies(amount)) return null;
    const certifying = (await this.draw(this.samplesFor(amount), true))?.certifying;
    return certifying ? judge(mean, certifying.batched, certifying.scatter, certifying.resamples) : null;
  }

  /**
   * Where the budget is time and nothing has been drawn yet: a few samples tell how fast that is, on as many threads as the rest will
   * take, and are there if it is not.
   */
  async rehearse(share: number): Promise<void> {
    if (!this.isTimed || this.draws.last !== null) return;
    const { LEAST_SHARED } = this.setting.core;
    const isShared = share * this.samplesFor(this.left()) * this.draws.eachFlops > LEAST_SHARED / 2;
    const few = this.samplesFor(share * this.left());
    const samples = isShared ? Math.max(few, Math.ceil(LEAST_SHARED / this.draws.eachFlops)) : few;
    if (samples > 0) await this.draw(samples, this.certifies(share * this.left()));
  }

  /** Draws samples; where the time is over meanwhile, those drawn before stand for them, null if there are none. */
  draw(samples: number, certified: boolean): Promise<Drawn | null> {
    return this.draws.draw(samples, certified);
  }
}

function runOf({ flops, plan, threads }: EstimatePlan): Work {
  return { kind: "estimate", flops, operations: plan.operations.length, threads };
}

function isOverflow(error: unknown): boolean {
  return error instanceof KpropError && (error.code === "not-finite" || error.code === "too-large");
}
