import { Arena } from "../backend/arena.ts";
import { compiledKernels } from "../backend/kernels.ts";
import { defaultEngine } from "../engine/default.ts";
import { KpropError, reading } from "../errors.ts";
import { estimateTo } from "../estimate/estimate.ts";
import { METHOD_TYPES } from "../estimate/options.ts";
import { checkNetwork } from "../network/check.ts";
import { toVector } from "../network/rows.ts";
import { ANY, checkOptions } from "../options.ts";
import { drawing } from "../sampling/drawing.ts";
import { factorOf } from "../sampling/factor-of.ts";
import { sampleFlops } from "../sampling/flops.ts";
import { SAMPLE_TYPES } from "../sampling/options.ts";
import { parseOutputOptions, sampleOutputs } from "../sampling/sample-outputs.ts";
import { hasOwnFunction, sampledNetwork } from "../sampling/sampled-network.ts";
import { show } from "../show.ts";
import { availableThreads, LEAST_SHARED } from "../threads/available.ts";

/**
 * What is loaded already, handed to this room's chunks: one that imported it would have bundlers move it, and all that it
 * needs, to where every user of the library loads it.
 */
export const core = () => ({
  ...{ ANY, Arena, availableThreads, checkNetwork, checkOptions, compiledKernels, defaultEngine, drawing },
  ...{
    estimateTo,
    factorOf,
    hasOwnFunction,
    KpropError,
    LEAST_SHARED,
    METHOD_TYPES,
    parseOutputOptions,
    SAMPLE_TYPES,
  },
  ...{ reading, sampledNetwork, sampleFlops, sampleOutputs, show, toVector },
});

export type Core = ReturnType<typeof core>;
