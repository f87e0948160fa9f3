const NETWORKS = [
  ...[
    "he-relu-256x4.safetensors",
    "digits-64-128-128-10.safetensors",
    "numpy-positional.npz",
    "numpy-savez.npz",
  ],
  ...["whest-none-v2-plain.parquet", "whest-snappy-v2-dict.parquet", "whest-gzip-v2-dict.parquet"],
  ...["whest-brotli-v2-plain.parquet", "whest-lz4raw-v1-plain.parquet", "whest-zstd-v1-dict.parquet"],
  "whestbench-fixture-32x8.parquet",
];

const JSON_NETWORK = {
  layers: [
    {
      weight: [
        [0.1, -0.7, 1e-3],
        [1.5, 0.3, -0.2],
      ],
      bias: [0.25, -1e300],
      activation: ["leaky_relu", 0.2],
    },
    { weight: [[1, 1 / 3]] },
  ],
  input: {
    mean: [0.5, 0, -1],
    covariance: [
      [2, 0.1, 0],
      [0.1, 1, 0],
      [0, 0, 0.5],
    ],
  },
};

/** Networks of every format as they are read, written to kprop's own safetensors. */
export async function* files(kprop, read) {
  for (const name of NETWORKS) {
    const network = await kprop.readNetwork(await read(`test/networks/${name}`), rowOf(name));
    yield [name, await kprop.networkToSafetensors(network)];
  }
  const json = new TextEncoder().encode(JSON.stringify(JSON_NETWORK));
  yield ["JSON", await kprop.networkToSafetensors(await kprop.readNetwork(json))];
  const drawn = await kprop.randomNetwork({
    widths: [24, 17],
    activation: "tanh",
    biasVariance: 0.1,
    seed: 3,
  });
  yield ["a random network", await kprop.networkToSafetensors(drawn)];
}

function rowOf(name) {
  return name.endsWith(".parquet") ? { row: 0 } : {};
}
