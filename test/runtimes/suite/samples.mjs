const ACTIVATIONS = ["relu", "tanh", "gelu", "sin", "heaviside", "softplus", "polynomial:0.1/0.5/-0.3"];

/** Samples of many activations, antithetic or not, with a covariance or without, in f32 and f64. */
export async function* samples(kprop, read) {
  const bytes = await read("test/networks/digits-64-128-128-10.safetensors");
  for (const activation of ACTIVATIONS) {
    const network = await kprop.readNetwork(bytes, { activation });
    for (const dtype of ["f32", "f64"]) {
      const { output } = await kprop.sample(network, { samples: 300, dtype, seed: 7 });
      yield [`samples of ${activation}: ${dtype}`, ...moments(output)];
    }
  }
  const digits = await kprop.readNetwork(bytes);
  const antithetic = await kprop.sample(digits, { samples: 1000, antithetic: true, layers: true });
  yield ["antithetic samples", ...moments(antithetic.output), ...antithetic.layers.flatMap(moments)];
  for (const variance of ["control", "sobol", "sobol-control"]) {
    const { output } = await kprop.sample(digits, { samples: 2048, variance });
    yield [`samples by variance "${variance}"`, ...moments(output)];
  }
  const correlated = await kprop.readNetwork(await read("test/goldens/relu-8x3-gaussian-input.safetensors"));
  const { output } = await kprop.sample(correlated, { samples: 5000, seed: 2n ** 63n, dtype: "f64" });
  yield ["samples of an input with a covariance", ...moments(output)];
  const verified = await kprop.estimate(digits, { order: 3, verify: 3000, combine: "safe", seed: 5 });
  const { mse, vnmse, lower, upper, dimension, sampled } = verified.certificate;
  const numbers = Float64Array.of(mse, vnmse, lower, upper, dimension, verified.expectedError.vnmse);
  yield ["a certificate", numbers, sampled.mean, sampled.standardError, verified.combined.mean];
}

export function moments({ mean, variance, standardError }) {
  return [mean, variance, standardError];
}
