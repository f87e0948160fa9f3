import { Arena } from "../../backend/arena.ts";
import type { Kernels } from "../../backend/instance.ts";
import { BATCHES } from "../../sampling/batches.ts";
import { samplingKernels } from "../../sampling/kernels.ts";
import { type Seed, STREAM } from "../../sampling/seed.ts";

/** Resamples; their 95 % quantile is known to half a percent of them. */
const RESAMPLES = 2048;

/** Standard normals for resamples, of a stream of their own. */
export function multipliers(kernels: Kernels, { low, high }: Seed): Float64Array {
  const arena = new Arena(kernels);
  const out = arena.reserve(8 * RESAMPLES * BATCHES);
  samplingKernels(kernels, "f64").normals(
    out,
    RESAMPLES,
    BATCHES,
    BATCHES,
    low,
    high,
    0,
    0,
    STREAM.resamples,
  );
  return arena.f64(out, RESAMPLES * BATCHES).slice();
}
