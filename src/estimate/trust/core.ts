import { defaultEngine } from "../../engine/default.ts";
import type { Network } from "../../network/network.ts";
import { evaluateAll } from "../../sampling/sample.ts";
import type { Estimate, EstimateOptions } from "../estimate.ts";

type Alone = (network: Network, options: EstimateOptions) => Promise<Estimate>;

/** What is loaded already, handed to this room's chunk, for the reason that tail/core.ts gives. */
export const core = (estimateAlone: Alone) => ({ defaultEngine, estimateAlone, evaluateAll });

export type Core = ReturnType<typeof core>;
