import { spikedNetwork } from "../../../experiments/training/spiked.ts";
import { Arena } from "../../../src/backend/arena.ts";
import { instantiateKernels } from "../../../src/backend/kernels.ts";
import type { Network } from "../../../src/network/network.ts";
import { BATCHES, type BatchedMoments } from "../../../src/sampling/batches.ts";
import { samplingKernels } from "../../../src/sampling/kernels.ts";
import { parseSampleOptions } from "../../../src/sampling/options.ts";
import { evaluateAll } from "../../../src/sampling/sample.ts";

/** Standard normals, `rows` times one for each batch. */
export async function normals(rows: number, seed: number, columns = BATCHES): Promise<Float64Array> {
  const kernels = await instantiateKernels();
  const arena = new Arena(kernels);
  const out = arena.reserve(8 * rows * columns);
  samplingKernels(kernels, "f64").normals(out, rows, columns, columns, seed, 0, 0, 0, 9);
  return arena.f64(out, rows * columns).slice();
}

export async function batches(
  network: Network,
  options: { samples: number; seed: number; threads?: number },
): Promise<BatchedMoments> {
  const settings = parseSampleOptions(network, options, () => "plain");
  return (await evaluateAll("batches", network, settings, options)).results;
}

export function squaredDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0);
}

/** A spike on four neurons, on which order 2 fails without knowing (docs/trust.md). */
export function failing(): Promise<Network> {
  return spikedNetwork({ width: 128, depth: 4, outputs: 10, spread: 4, strength: 4, seed: 1 });
}
