import type { Kind, Order } from "../combinatorics/tracked.ts";
import { type EstimateOptions, estimate } from "../estimate/estimate.ts";
import type { MethodOptions } from "../estimate/options.ts";
import { checkFits, plan } from "../estimate/plan.ts";
import { settled } from "../estimate/warnings/few-directions.ts";
import { isUnreliable, type Warning } from "../estimate/warnings/warning.ts";
import type { Network } from "../network/network.ts";
import type { SampleOptions } from "../sampling/options.ts";
import { sample } from "../sampling/sample.ts";
import type { NetworkMeans } from "./score.ts";

export type Watch = Pick<EstimateOptions, "signal" | "onProgress">;

/** Means that were estimated, and at what cost. */
export interface Estimated {
  readonly means: NetworkMeans;
  /** As performed, in f32 or f64 alike. */
  readonly flops: number;
  /** Lower orders included, which tell whether the estimate is to be trusted. */
  readonly seconds: number;
  readonly unreliable: boolean;
  readonly warnings: readonly Warning[];
}

/** A way to estimate a network's means. */
export interface Estimator {
  readonly name: string;
  /** @throws KpropError `too-large`, `bad-option`: it does not suit the network */
  readonly check: (network: Network) => void;
  /** @throws KpropError; `not-finite` where it overflows */
  readonly run: (network: Network, layers: boolean, watch: Watch) => Promise<Estimated>;
}

/** Cumulant propagation. */
export function propagation(
  method: MethodOptions & { readonly order: Order; readonly kind: Kind },
): Estimator {
  return {
    name: `order ${method.order} ${method.kind}`,
    check: (network) => checkFits(plan(network, method), network),
    run: async (network, layers, watch) => {
      const result = await estimate(network, { ...method, layers, check: false, ...watch });
      const { output, flops, seconds } = result;
      // Estimates are compared with the truth here, which settles what few directions would cast doubt on.
      const warnings = settled(result.warnings);
      const means = result.layers?.map(({ Z, X }) => (X ?? Z).mean) ?? null;
      return {
        means: { final: output.mean, layers: means },
        flops,
        seconds,
        unreliable: isUnreliable(warnings),
        warnings,
      };
    },
  };
}

/** The black box that estimates are compared with: the network run on random inputs. */
export function sampling(options: SampleOptions): Estimator {
  return {
    name: `${options.samples} samples`,
    check: () => {},
    run: async (network, layers, watch) => {
      const result = await sample(network, { variance: "plain", ...options, layers, ...watch });
      const { output, flops, seconds } = result;
      const means = result.layers?.map(({ mean }) => mean) ?? null;
      const found = { final: output.mean, layers: means };
      return { means: found, flops, seconds, unreliable: false, warnings: [] };
    },
  };
}
