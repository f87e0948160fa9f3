import { type Dtype, type Network, sample } from "kprop";
import { addMoments, type RunningMoments } from "../model/moments.ts";
import type { Sampled } from "../protocol/jobs.ts";
import { HERE } from "./threads.ts";

const FIRST = 16;
/** Of a portion's time, at least this share was sampling. */
const LEAST_SHARE = 0.2;

/**
 * Sampling as the race sees it, in portions that double what there is. Each portion is a call of its own, which loads the
 * network again; a run of as many samples in one loads it once. So later portions are charged for what they take beyond the
 * first, of few samples.
 */
export class SamplingLane {
  seconds = 0;
  private readonly network: Network;
  private readonly dtype: Dtype;
  private readonly limit: number;
  private moments: RunningMoments | null = null;
  private flops = 0;
  /** The shortest time of the first portion. */
  private first = Number.POSITIVE_INFINITY;

  constructor(network: Network, dtype: Dtype, limit: number) {
    this.network = network;
    this.dtype = dtype;
    this.limit = limit;
  }

  get drawn(): number {
    return this.moments?.samples ?? 0;
  }

  get goesOn(): boolean {
    return this.seconds < this.limit;
  }

  /** The next portion; its seed is how many samples there were before. The first, which compiles, is drawn three times. */
  async next(): Promise<Sampled> {
    if (this.moments === null) for (let i = 0; i < 2; i++) await this.timeFirst();
    const samples = this.portion();
    const { output, seconds, flops } = await this.draw(samples, this.moments?.samples ?? 0);
    this.charge(samples, seconds);
    this.flops += flops;
    const moments = addMoments(this.moments, { samples, ...output });
    this.moments = moments;
    const variance = moments.squares.map((sum) => sum / (moments.samples - 1));
    return {
      samples: moments.samples,
      seconds: this.seconds,
      flops: this.flops,
      mean: moments.mean,
      variance,
    };
  }

  private async timeFirst(): Promise<void> {
    this.first = Math.min(this.first, (await this.draw(FIRST, 0)).seconds);
  }

  private draw(samples: number, seed: number) {
    return sample(this.network, { samples, variance: "plain", seed, dtype: this.dtype, ...HERE });
  }

  /** As many again as there are, but no more than fit in the time. */
  private portion(): number {
    if (this.moments === null) return FIRST;
    const { samples } = this.moments;
    const rest = Math.ceil(((this.limit - this.seconds) * samples) / this.seconds);
    return Math.max(3 * FIRST, Math.min(samples, rest));
  }

  private charge(samples: number, seconds: number): void {
    if (this.moments === null) {
      this.first = Math.max(Math.min(this.first, seconds), 1e-6);
      this.seconds = this.first;
      return;
    }
    const own = ((seconds - this.first) * samples) / (samples - FIRST);
    this.seconds += Math.max(own, LEAST_SHARE * seconds);
  }
}
