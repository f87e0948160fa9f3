import type { FloatArray } from "../../network/network.ts";

/**
 * Changes parameters by one step against their gradient, in place. Plain sums, products, quotients and square roots, so that
 * the bits are the same everywhere.
 */
export type Follow = (parameters: FloatArray, gradient: FloatArray, rate: number) => void;
