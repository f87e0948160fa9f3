import { plainMeans } from "./plain-covariance.mjs";
import { product } from "./plain-product.mjs";
import { BOX_MULLER, normals, sampling } from "./sampling.mjs";

/** Plain JavaScript loops. */
export function plain({ width, weights }) {
  const matrices = weights.map((data) => Float64Array.from(data));
  const about = { name: "plain loops", version: process.versions.node, threads: 1, dtype: "f64" };
  return {
    samplers: [{ ...about, note: "4×2 tiles", draws: BOX_MULLER, ...plainSampling(width, matrices) }],
    estimators: [
      { ...about, note: "4×2 tiles, triangles by symmetry", means: async () => plainMeans(width, matrices) },
    ],
  };
}

function plainSampling(width, matrices) {
  const kept = new Map();
  const buffer = (name, length) => {
    const key = `${name} ${length}`;
    if (!kept.has(key)) kept.set(key, new Float64Array(length));
    return kept.get(key);
  };
  return sampling({
    width,
    draw: (batch) => normals(buffer("inputs", batch * width)),
    place: (inputs) => Float64Array.from(inputs),
    free: () => {},
    pass: (inputs) => {
      const spare = [buffer("even", inputs.length), buffer("odd", inputs.length)];
      return sumOfRows(forward(width, matrices, inputs, spare), width);
    },
  });
}

/** Outputs of shape `[count, width]`, in one of the spare buffers. */
function forward(width, matrices, inputs, spare) {
  let x = inputs;
  for (const [layer, weight] of matrices.entries()) {
    const z = spare[layer % 2];
    product(inputs.length / width, width, width, x, weight, z);
    if (layer < matrices.length - 1) for (let i = 0; i < z.length; i++) z[i] = z[i] > 0 ? z[i] : 0;
    x = z;
  }
  return x;
}

function sumOfRows(values, width) {
  const sum = new Float64Array(width);
  for (let from = 0; from < values.length; from += width) {
    for (let i = 0; i < width; i++) sum[i] += values[from + i];
  }
  return sum;
}
