/** A loss of every type on networks of up to 16 neurons a layer, by every order. */
const METHODS = [
  { order: 1 },
  { order: 2, dtype: "f32" },
  { order: 2, kind: "augment" },
  { order: 3, dtype: "f32", form: "shared-chain" },
  { order: 3, form: "dense" },
];

export async function* gradients(kprop, read) {
  for (const name of ["relu-8x3-gaussian-input", "mixed-8x4", "gelu-8x3-bias", "heaviside-8x3-bias"]) {
    const network = await kprop.readNetwork(await read(`test/goldens/${name}.safetensors`));
    for (const options of METHODS) {
      const result = await kprop.valueAndGradient(network, lossOf(network, options), options);
      yield [`gradient of ${name}: ${Object.values(options).join(" ")}`, ...numbers(result)];
    }
  }
}

/** A few steps of each optimiser; the last network and every loss on the way. */
export async function* trainings(kprop, read) {
  const network = await kprop.readNetwork(await read("test/goldens/gelu-8x3-bias.safetensors"));
  const loss = { type: "squared-difference", target: { ...network, layers: network.layers.map(halved) } };
  const rate = (step) => 0.02 / (step + 1);
  for (const type of ["sgd", "momentum", "adam"]) {
    for (const options of [{ order: 2 }, { order: 3, dtype: "f32" }]) {
      const trained = await kprop.train(network, loss, { ...options, steps: 4, optimiser: { type, rate } });
      const tensors = trained.network.layers.flatMap(({ weight, bias }) => [weight.data, bias]);
      const name = `training by ${type}: ${Object.values(options).join(" ")}`;
      yield [name, trained.history, ...tensors.filter((tensor) => tensor)];
    }
  }
}

/** A sum of everything there is at that order. */
function lossOf(network, { order }) {
  const own = ({ mean }) => ({ value: mean[0] ** 2, mean: mean.map((x, i) => (i === 0 ? 2 * x : 0)) });
  const means = [
    { weight: 2, loss: { type: "mean", output: 0 } },
    { weight: 0.5, loss: { type: "tail", output: 0, threshold: 0.25 } },
    { weight: 1, loss: own },
  ];
  const target = { ...network, layers: network.layers.map(halved) };
  const others = [
    { weight: -0.25, loss: { type: "variance", output: 0 } },
    { weight: 1, loss: { type: "squared-difference", target } },
  ];
  return { type: "sum", terms: order === 1 ? means : [...means, ...others] };
}

function halved(layer) {
  return { ...layer, weight: { ...layer.weight, data: layer.weight.data.map((x) => x / 2) } };
}

/** The value and every derivative. */
export function numbers({ value, gradient: { layers, input } }) {
  const tensors = [...layers.flatMap(({ weight, bias }) => [weight, bias]), input?.mean, input?.covariance];
  return [Float64Array.of(value), ...tensors.filter((tensor) => tensor)];
}
