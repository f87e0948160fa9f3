/** What a user writes, type-checked against the built declarations. */
import {
  checkNetwork,
  Engine,
  type Estimate,
  estimate,
  type KernelSource,
  KpropError,
  loadKernels,
  loadKernelsSync,
  makeNetwork,
  networkToSafetensors,
  parseActivation,
  plan,
  randomNetwork,
  readNetwork,
  readSafetensors,
  readWhestRow,
  sample,
  sampleOutputs,
  tailBySampling,
  tailBySplitting,
  tailProbability,
  writeSafetensors,
} from "kprop";
import {
  type Gradient,
  type Loss,
  type Optimiser,
  type Training,
  train,
  valueAndGradient,
} from "kprop/training";

export async function load(source: KernelSource, module: WebAssembly.Module): Promise<void> {
  await loadKernels();
  await loadKernels(source);
  loadKernelsSync(module);
}

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
  const file: Uint8Array = await networkToSafetensors(made);
  const { flops, bytes: memory } = plan(drawn, { order: 2, kind: "augment" });
  const { output } = await sample(network, { samples: flops > memory ? 100 : file.length, antithetic: true });
  const tail = await tailProbability(network, { threshold: [1, 2], order: 3, side: "below" });
  const { outputs } = await sampleOutputs(network, { samples: 100, seed: 1 });
  const sampled = await tailBySampling(network, { threshold: outputs[0]!, neuron: 0, samples: 100 });
  const split = await tailBySplitting(network, { threshold: 4, neuron: 0, samples: 1e6 });
  const [, k2] = sampled.cumulants;
  const counts: Float64Array = sampled.counted.count.map(
    (x, i) => x + sampled.saddlepoint.probability[i]! + k2[i]!,
  );
  const rare: number =
    counts[0]! +
    split.standardError[0]! * split.runs.length +
    tail.logProbability[0]! +
    tail.lower[0]!.probability[0]!;
  const sum: number = output.standardError.reduce((total, x) => total + x, 0);
  try {
    return await estimate(network, {
      order: 2,
      kind: "simple",
      metric: "exact",
      dtype: "f32",
      layers: sum > rare,
    });
  } catch (error) {
    if (error instanceof KpropError && error.code === "not-finite") return estimate(made, { input });
    throw error;
  }
}

export async function files(bytes: Uint8Array): Promise<Uint8Array> {
  using engine = new Engine();
  const { network, finalMeans } = await readWhestRow(bytes, 0);
  checkNetwork(network);
  const { name }: { name: string } = parseActivation("leaky_relu:0.1");
  const { output } = await estimate(network, { engine, dtype: "f32" });
  const { tensors, metadata } = await readSafetensors(bytes);
  const compared: number = output.mean[0]! - (finalMeans?.[0] ?? 0);
  return writeSafetensors(tensors, new Map([...metadata, [name, String(compared)]]));
}

export async function differentiate(bytes: Uint8Array): Promise<Gradient> {
  const network = await readNetwork(bytes);
  const own: Loss = ({ mean, covariance }) => ({
    value: mean[0]! + (covariance?.data[0] ?? 0),
    mean: mean.map((_, i) => (i === 0 ? 1 : 0)),
  });
  const terms = [
    { weight: 1, loss: own },
    { weight: 0.5, loss: { type: "squared-difference", target: network } as const },
  ];
  const { value, gradient } = await valueAndGradient(
    network,
    { type: "sum", terms },
    { order: 3, dtype: "f32" },
  );
  return value > 0 ? gradient : { layers: [], input: null };
}

export async function distil(bytes: Uint8Array): Promise<Training> {
  const teacher = await readNetwork(bytes);
  const student = await randomNetwork({ width: 8, depth: 2, seed: 1 });
  const optimiser: Optimiser = { type: "adam", rate: (step) => 0.1 / (step + 1) };
  const seen: number[] = [];
  const training = await train(
    student,
    { type: "squared-difference", target: teacher },
    {
      steps: 5,
      optimiser,
      order: 2,
      onStep: ({ value, network }) => seen.push(value * network.layers.length),
    },
  );
  const why: string = training.stopped?.reason === "unreliable" ? training.stopped.message : "";
  return training.history.length > seen.length + why.length
    ? training
    : train(student, { type: "mean", output: 0 }, { steps: 0, optimiser });
}
