import type { Dtype } from "../../src/backend/dtype.ts";
import type { Network } from "../../src/network/network.ts";
import { samplingKernels } from "../../src/sampling/kernels.ts";
import type { SampleOptions } from "../../src/sampling/options.ts";
import { sample } from "../../src/sampling/sample.ts";
import { STREAM } from "../../src/sampling/seed.ts";
import { filled, type Space } from "./space.ts";
import type { Task } from "./task.ts";

/** Plain sampling: forward passes with normals, activations and moments; the FLOPs are those of the products. */
export function samplerTask(network: Network, options: SampleOptions): Task {
  const { samples, dtype = "f32" } = options;
  const products = network.layers.reduce((total, { weight }) => total + 2 * weight.rows * weight.columns, 0);
  return {
    name: `sampler ${dtype}`,
    dtype,
    flops: products * samples,
    work: { amount: samples, unit: "samples" },
    async: true,
    run: async () => {
      await sample(network, { ...options, variance: "plain" });
    },
  };
}

/** Normals that are drawn at a time, as a batch of the sampler draws them: as many rows as columns. */
const BATCH = 256;

export function normalsTask(space: Space, dtype: Dtype): Task {
  const { normals } = samplingKernels(space.kernels, dtype);
  const out = filled(space, dtype, BATCH * BATCH);
  return {
    name: `normals ${dtype}`,
    dtype,
    flops: null,
    work: { amount: BATCH * BATCH, unit: "normals" },
    async: false,
    run: () => normals(out, BATCH, BATCH, BATCH, 0, 0, 0, 0, STREAM.samples),
  };
}
