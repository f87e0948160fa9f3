import { makeNetwork } from "../../src/network/make.ts";
import type { Network } from "../../src/network/network.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { Draws } from "./draws.ts";

export interface Spiked {
  readonly width: number;
  readonly depth: number;
  readonly outputs: number;
  /** The spike's singular value; that of the random part reaches up to 2√2. */
  readonly strength: number;
  /** How many neurons of a layer it reads and writes. */
  readonly spread: number;
  readonly seed: number;
}

/**
 * He-initialised weights, each hidden layer's plus strength · u vᵀ: unit vectors drawn at random on a
 * layer's first `spread` neurons, v the u of the layer below, so that what the spikes carry goes through all layers, as
 * trained networks' leading directions do.
 */
export async function spikedNetwork({ strength, spread, outputs, ...options }: Spiked): Promise<Network> {
  const { width, depth, seed } = options;
  const { layers } = await randomNetwork({ width, depth, outputs, seed });
  const draws = await Draws.create(seed);
  const units = Array.from({ length: depth + 1 }, () => unit(draws.normals(1, spread)));
  return makeNetwork({
    layers: layers.map(({ weight, activation }, l) => {
      if (l === depth) return { weight, activation };
      const [v, u] = [units[l]!, units[l + 1]!];
      const data = Float64Array.from(weight.data, (x, at) => {
        return x + strength * (u[Math.floor(at / width)] ?? 0) * (v[at % width] ?? 0);
      });
      return { weight: { ...weight, data }, activation };
    }),
  });
}

function unit(vector: Float64Array): Float64Array {
  const norm = Math.sqrt(vector.reduce((total, x) => total + x * x, 0));
  return vector.map((x) => x / norm);
}
