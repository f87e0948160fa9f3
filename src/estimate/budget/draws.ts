import { BATCHES, type BatchedMoments } from "../../sampling/batches.ts";
import type { Moments } from "../../sampling/moments.ts";
import type { SampleResult } from "../../sampling/sample.ts";
import { parseSeed } from "../../sampling/seed.ts";
import { type Resamples, resample } from "../trust/bounds.ts";
import { multipliers } from "../trust/multipliers.ts";
import { type Scatter, scatterOf } from "../trust/scatter.ts";
import { Deadline } from "./deadline.ts";
import type { Work } from "./meter.ts";
import { reporter, type Setting } from "./setting.ts";

/** Samples of a budget. */
export interface Drawn {
  readonly output: Moments;
  /** What bounds and combinations need of them; null where there are too few, or is no time for it. */
  readonly certifying: Certifying | null;
  readonly cost: Pick<SampleResult, "samples" | "flops" | "threads" | "seconds">;
}

export interface Certifying {
  readonly batched: BatchedMoments;
  readonly scatter: Scatter;
  readonly resamples: Resamples;
}

/** Draws a budget's samples, which replace those drawn before. */
export class Draws {
  /** Of one sample. */
  readonly eachFlops: number;
  /** The samples there are. */
  last: Drawn | null = null;
  private readonly setting: Setting;
  private readonly neurons: number;
  private readonly report: (flops: number) => void;

  constructor(setting: Setting) {
    const { core, network, method, factor } = setting;
    const drawn = core.drawing(method.input, network.layers[0]!.weight.columns, factor);
    this.setting = setting;
    this.eachFlops = core.sampleFlops(network, drawn, 1, false);
    this.neurons = network.layers.reduce((sum, { weight }) => sum + weight.rows, 0);
    this.report = reporter(setting);
  }

  /** What drawing so many is. */
  work(samples: number, threads: number): Work {
    return { kind: "samples", flops: samples * this.eachFlops, neurons: samples * this.neurons, threads };
  }

  /** Draws samples; where the time is over meanwhile, those drawn before stand for them, null if there are none. */
  async draw(samples: number, certified: boolean): Promise<Drawn | null> {
    try {
      this.last = certified ? await this.drawCertifying(samples) : await this.drawFew(samples);
    } catch (error) {
      if (!this.setting.deadline.isOver(error)) throw error;
    }
    return this.last;
  }

  private async drawCertifying(samples: number): Promise<Drawn> {
    const { core, meter, options } = this.setting;
    const { batched, cost } = await this.evaluateBatches(samples, meter.price({ kind: "certificate" }));
    const start = performance.now();
    const scatter = scatterOf(batched);
    const { engine = core.defaultEngine(), seed = 0 } = options;
    const normals = await engine.withKernels("strict", async (kernels) =>
      multipliers(kernels, parseSeed(seed)),
    );
    const resamples = resample(scatter, normals);
    meter.paid({ kind: "certificate" }, (performance.now() - start) / 1000);
    return { output: batched.output, certifying: { batched, scatter, resamples }, cost };
  }

  private async drawFew(samples: number): Promise<Drawn> {
    if (this.setting.timed && samples >= BATCHES) {
      const { batched, cost } = await this.evaluateBatches(samples, 0);
      return { output: batched.output, certifying: null, cost };
    }
    const { signal } = this.setting.deadline;
    const { results, ...cost } = await this.evaluate("moments", samples, signal);
    return { output: results[0]!, certifying: null, cost };
  }

  /** As many as there is time for, if so much of it is kept. */
  private async evaluateBatches(samples: number, kept: number) {
    const { timed, options, core, meter, deadline } = this.setting;
    const earlier = new Deadline(timed ? meter.left() - kept : null, deadline.signal, core);
    try {
      const what = timed ? "batchesInTime" : "batches";
      const { results: batched, ...found } = await this.evaluate(what, samples, earlier.signal);
      options.signal?.throwIfAborted();
      const flops = timed ? batched.samples * this.eachFlops : found.flops;
      return { batched, cost: { ...found, samples: batched.samples, flops } };
    } finally {
      earlier.end();
    }
  }

  private async evaluate<W extends "batches" | "batchesInTime" | "moments">(
    what: W,
    samples: number,
    signal: AbortSignal,
  ) {
    const { network, options, method, core, meter, threads } = this.setting;
    const { precision, input } = method;
    const seed = parseSeed(options.seed ?? 0);
    const settings = {
      samples,
      seed,
      precision,
      input,
      variance: "plain",
      dtype: "f32",
      layers: false,
    } as const;
    const { engine = core.defaultEngine() } = options;
    const onProgress = ({ done }: { done: number }) => this.report(done * this.eachFlops);
    const watch = { samples, engine, threads, signal, onProgress };
    const found = await core.evaluateAll(what, network, settings, watch);
    const { results } = found;
    const drawn = "samples" in results ? results.samples : samples;
    meter.paid(this.work(drawn, found.threads), found.seconds);
    return found;
  }
}
