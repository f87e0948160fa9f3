/** Networks of up to 16 neurons a layer, every activation among them. */
const SMALL = [
  ...["relu-16x3", "relu-rectangular", "relu-8x3-gaussian-input", "heaviside-8x3-bias", "sgn-8x3-bias"],
  ...["square-8x3-bias", "mixed-8x4", "tanh-8x3-bias", "gelu-8x3-bias", "sigmoid-8x3-bias", "sin-polynomial"],
  ...["abs-silu-erf-rectangular", "leaky-softplus-rectangular", "rare-event-16x3"],
];
const DTYPES = ["f64", "f32"];
const METHODS = [
  [1, "simple"],
  ...["simple", "augment", "augment-tree"].map((kind) => [2, kind]),
  ...["simple", "augment", "augment-tree"].map((kind) => [3, kind]),
  [4, "simple"],
];
/** Of 256 neurons: what takes well below a second. */
const WIDE = [
  [1, "simple"],
  [2, "simple"],
  [2, "augment"],
  [2, "augment-tree"],
  [3, "simple"],
];
const SPECIAL = [
  ["relu-16x3", { order: 4, kind: "augment", dtype: "f32" }],
  ["mixed-8x4", { order: 4, kind: "augment", dtype: "f64" }],
  ["relu-rectangular", { order: 4, kind: "augment-tree", dtype: "f32" }],
  ["sin-polynomial", { order: 4, kind: "augment-tree", dtype: "f64" }],
  ["relu-8x4-average-metric", { order: 3, kind: "augment", metric: "average" }],
  ["relu-16x3", { order: 3, form: "shared-chain" }],
  ["relu-16x3", { order: 4, form: "shared-chain" }],
  ["relu-16x3", { order: 4, form: "dense" }],
  ["gelu-8x3-bias", { order: 3, kind: "base" }],
];

/** Estimates of orders 1 to 4, every kind, f64 and f32. */
export async function* estimates(kprop, read) {
  const load = async (name, options) => kprop.readNetwork(await read(name), options);
  const golden = (name) => load(`test/goldens/${name}.safetensors`);
  const estimate = async (label, network, options) => {
    const { output } = await kprop.estimate(network, { ladder: false, ...options });
    return [`${label}: ${Object.values(options).join(" ")}`, output.mean];
  };
  for (const name of SMALL) {
    const network = await golden(name);
    for (const dtype of DTYPES) {
      for (const [order, kind] of METHODS) yield estimate(name, network, { order, kind, dtype });
    }
  }
  const wide = await load("test/networks/he-relu-256x4.safetensors");
  for (const dtype of DTYPES) {
    for (const [order, kind] of WIDE) yield estimate("he-relu-256x4", wide, { order, kind, dtype });
  }
  for (const [name, options] of SPECIAL) yield estimate(name, await golden(name), options);
  yield cumulants(kprop, await golden("mixed-8x4"));
  const { output, ladder } = await kprop.estimate(await golden("relu-16x3"), { order: 3 });
  yield ["differences of orders", output.mean, Float64Array.from(ladder)];
  yield tails(kprop, await golden("relu-16x3"));
  yield sampledTails(kprop, await golden("relu-16x3"));
  yield splitTails(kprop, await golden("relu-16x3"));
  const own = await load("test/goldens/relu-16x3.safetensors", { activation: (x) => x / (1 + Math.abs(x)) });
  yield estimate("an activation function of one's own", own, { order: 2 });
}

async function tails(kprop, network) {
  const found = await kprop.tailProbability(network, { threshold: 2.5, order: 4 });
  return ["tail probabilities", ...[found, ...found.lower].flatMap((x) => [x.probability, x.logProbability])];
}

async function sampledTails(kprop, network) {
  const found = await kprop.tailBySampling(network, { threshold: 2.5, samples: 1000 });
  const { counted, gaussian, edgeworth, saddlepoint, cumulants } = found;
  // Not-a-number, where there is no saddlepoint, has many bit patterns.
  const bits = saddlepoint.logProbability.map((x) => (Number.isNaN(x) ? 1 : x));
  const tails = [...[counted, gaussian, edgeworth].map((x) => x.logProbability), bits];
  return ["tail probabilities by sampling", ...tails, ...cumulants];
}

async function splitTails(kprop, network) {
  const found = await kprop.tailBySplitting(network, { threshold: 4, neuron: 2, samples: 20_000, seed: 2 });
  return ["tail probabilities by splitting", found.logProbability, found.standardError, ...found.runs];
}

async function cumulants(kprop, network) {
  const result = await kprop.estimate(network, { order: 3, kind: "augment", ladder: false, cumulants: true });
  return ["every cumulant of mixed-8x4", ...Array.from(result.cumulants.values(), ({ data }) => data)];
}
