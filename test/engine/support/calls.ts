import type { Engine } from "../../../src/engine/engine.ts";
import { estimate } from "../../../src/estimate/estimate.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";
import { here } from "../../../src/sampling/sample-here.ts";
import { shared } from "../../../src/sampling/sample-shared.ts";
import { tailBySplitting } from "../../../src/tail/tail-by-splitting.ts";
import { valueAndGradient } from "../../../src/training/value-and-gradient.ts";
import { evaluation, settings } from "../../sampling/networks.ts";

export interface CallOptions {
  readonly engine: Engine;
  readonly threads: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: () => void;
}

/** What a call computes, and by how many threads. */
export interface Called {
  readonly numbers: readonly number[];
  readonly threads: number;
}

export type Call = (options: CallOptions) => Promise<Called>;

const network = await randomNetwork({ width: 24, depth: 3, outputs: 2, biasVariance: 0.1, seed: 1 });
const drawn = await evaluation(network, settings({ dtype: "f32", samples: 1024 }));

/** Each way in which threads are used; to be called where little work is shared too. */
export const CALLS: Readonly<Record<string, Call>> = {
  estimate: async (options) => {
    const { output, threads } = await estimate(network, { order: 3, ...options });
    return { numbers: [...output.mean], threads };
  },
  budget: async (options) => {
    const { output, threads } = await estimate(network, { budget: { flops: 4e6 }, ...options });
    return { numbers: [...output.mean], threads };
  },
  gradient: async (options) => {
    const { value, gradient, threads } = await valueAndGradient(
      network,
      { type: "variance", output: 0 },
      { order: 2, ...options },
    );
    return { numbers: [value, ...gradient.layers.flatMap(({ weight }) => [...weight])], threads };
  },
  sampling: async ({ engine, threads, ...watch }) => {
    const byThreads = await shared.moments(engine, drawn, { threads, portion: 64, ...watch });
    const moments = byThreads ?? (await here.moments(engine, drawn, { samples: 1024, ...watch }));
    const numbers = moments.flatMap(({ mean, variance }) => [...mean, ...variance]);
    return { numbers, threads: byThreads === null ? 1 : threads };
  },
  splitting: async (options) => {
    const asked = { threshold: 2, neuron: 0, samples: 20_000 };
    const { runs, threads } = await tailBySplitting(network, { ...asked, ...options });
    return { numbers: [...runs[0]!], threads };
  },
};
