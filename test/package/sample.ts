/** What a user writes, type-checked against the built declarations. */
import {
  type Estimate,
  estimate,
  KpropError,
  makeNetwork,
  networkToSafetensors,
  plan,
  randomNetwork,
  readNetwork,
  sample,
} from "kprop";

export async function use(bytes: Uint8Array): Promise<Estimate> {
  const network = await readNetwork(bytes, { activation: "relu" });
  const drawn = await randomNetwork({ width: 8, depth: 2, seed: 1 });
  const made = makeNetwork({
    layers: [
      {
        weight: [
          [1, 2],
          [3, 4],
        ],
        bias: [0, 1],
        activation: "relu",
      },
      { weight: [[1, -1]] },
    ],
  });
  const input = {
    mean: [0.5, -1],
    covariance: [
      [2, 0.5],
      [0.5, 1],
    ],
  };
  const file: Uint8Array = networkToSafetensors(made);
  const { flops, bytes: memory } = plan(drawn, { order: 2, kind: "augment" });
  const { output } = await sample(network, { samples: flops > memory ? 100 : file.length, antithetic: true });
  const sum: number = output.standardError.reduce((total, x) => total + x, 0);
  try {
    return await estimate(network, {
      order: 2,
      kind: "simple",
      metric: "exact",
      dtype: "f32",
      layers: sum > 0,
    });
  } catch (error) {
    if (error instanceof KpropError && error.code === "not-finite") return estimate(made, { input });
    throw error;
  }
}
