import type { Dtype } from "../../backend/dtype.ts";
import type { Network } from "../../network/network.ts";
import type { BatchedMoments } from "../../sampling/batches.ts";
import { parseSeed } from "../../sampling/seed.ts";
import type { EstimateOptions } from "../estimate.ts";
import type { Method } from "../options.ts";
import type { Core } from "./core.ts";
import type { Progress } from "./progress.ts";

/** Samples that overflow, or whose network does not fit in memory in f64 or all at once. */
const NOT_TO_BE_HAD: readonly string[] = ["not-finite", "too-large"];

/** What samples are drawn with. */
interface Setting {
  readonly network: Network;
  readonly options: EstimateOptions;
  readonly method: Method;
  readonly core: Core;
  readonly progress: Progress;
}

/** Draws the samples of looks, and keeps count of what they cost. */
export class Draws {
  flops = 0;
  seconds = 0;
  private readonly setting: Setting;

  constructor(setting: Setting) {
    this.setting = setting;
  }

  /**
   * What so many samples give, in batches; null where a value overflows or memory does not suffice.
   *
   * @throws KpropError `thread-died`; the signal's reason when aborted
   */
  async take(samples: number, dtype: Dtype): Promise<BatchedMoments | null> {
    const { network, options, method, core, progress } = this.setting;
    const { precision, input } = method;
    const seed = parseSeed(options.seed ?? 0);
    const settings = { samples, seed, precision, input, variance: "plain", dtype, layers: false } as const;
    const watch = { ...options, samples, onProgress: options.onProgress && progress.looking(samples) };
    try {
      const { results, flops, seconds } = await core.evaluateAll("batches", network, settings, watch);
      this.flops += flops;
      this.seconds += seconds;
      return results;
    } catch (error) {
      if (error instanceof core.KpropError && NOT_TO_BE_HAD.includes(error.code)) return null;
      throw error;
    }
  }
}
