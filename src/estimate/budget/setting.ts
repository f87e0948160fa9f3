import type { Precision } from "../../backend/precision.ts";
import type { Network } from "../../network/network.ts";
import type { CovarianceFactor } from "../../sampling/factor.ts";
import type { EstimateOptions } from "../estimate.ts";
import type { Method } from "../options.ts";
import type { Core } from "./core.ts";
import type { Deadline } from "./deadline.ts";
import type { Meter } from "./meter.ts";

/** What all that a budget pays for is done with. */
export interface Setting {
  readonly network: Network;
  readonly options: EstimateOptions;
  readonly method: Method;
  readonly precision: Precision;
  readonly factor: CovarianceFactor | null;
  readonly core: Core;
  readonly meter: Meter;
  readonly deadline: Deadline;
  readonly target: number | null;
  /** Whether the budget is time. */
  readonly timed: boolean;
  /** The most threads. */
  readonly threads: number;
}

/** Tells the caller how much is spent, with so many FLOPs of what runs now. */
export function reporter({ meter, options }: Setting): (flops: number) => void {
  return (flops) => {
    options.onProgress?.({ done: Math.min(meter.total, meter.spent(flops)), total: meter.total });
  };
}
