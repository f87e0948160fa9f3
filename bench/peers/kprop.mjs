import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { Engine, estimate, sample } from "../../dist/index.js";

/** kprop itself: sampling with one thread and with all cores; the estimate, too little work to share, of each type. */
export async function kprop({ network, width }) {
  const manifest = new URL("../../package.json", import.meta.url);
  const { version } = JSON.parse(await readFile(manifest, "utf8"));
  const about = { name: "kprop", version };
  const note = "wasm, SIMD";
  // As other libraries keep theirs: threads that stay between rounds.
  const engine = new Engine();
  return {
    samplers: [1, availableParallelism()].map((threads) => ({
      ...{
        ...about,
        threads,
        dtype: "f32",
        note,
        draws: "seeded; variances, checks and loading of weights too",
      },
      drawn: async (samples) =>
        (await sample(network, { samples, variance: "plain", threads, engine })).output.mean,
      outputs: (inputs) => outputs(network, width, inputs),
    })),
    estimators: ["f32", "f64"].map((dtype) => ({
      ...{ ...about, threads: 1, dtype, note: `${note}; checks and loading of weights too` },
      means: async () => {
        const { output } = await estimate(network, {
          order: 2,
          dtype,
          ladder: false,
          check: false,
          threads: 1,
        });
        return output.mean;
      },
    })),
  };
}

/** The mean of the outputs on given inputs: samples of normals that have no variance. */
async function outputs(network, width, inputs) {
  const covariance = { rows: width, columns: width, data: new Float64Array(width * width) };
  const mean = new Float64Array(width);
  for (let from = 0; from < inputs.length; from += width) {
    const input = { mean: inputs.slice(from, from + width), covariance };
    const { output } = await sample(network, { samples: 1, variance: "plain", input });
    for (let i = 0; i < width; i++) mean[i] += (output.mean[i] * width) / inputs.length;
  }
  return mean;
}
