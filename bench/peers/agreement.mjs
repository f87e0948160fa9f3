import { normals } from "./sampling.mjs";

/** Largest difference allowed, of the largest value: rounding through five layers, and more for f32's erf. */
const TOLERANCE = { f32: 5e-6, f64: 1e-12 };
/** Standard errors that a sampled mean may be off: one of 256 is by chance in one run of 100 000. */
const ERRORS = 5.5;
/** Inputs that everyone is given. */
const COUNT = 8;

/**
 * Whether all compute the same thing: outputs on the same inputs against plain f64 sums, sampled means against the
 * network's true ones, estimated means against kprop's in f64.
 *
 * @returns a line for each, `{ what, who, difference, limit, unit }`
 */
export async function agreement(bench, samplers, estimators, samples) {
  const inputs = normals(new Float32Array(COUNT * bench.width));
  const outputs = meanOutputs(bench, inputs);
  const { means } = estimators.find(({ name, dtype }) => name === "kprop" && dtype === "f64");
  const estimated = await means();
  const lines = [];
  for (const one of samplers) {
    const difference = largestDifference(await one.outputs(inputs), outputs);
    lines.push({ what: "outputs", ...limited(one, difference) });
  }
  for (const one of samplers) {
    const difference = largestError(await one.drawn(samples, samples), bench.truth, samples);
    lines.push({
      what: "sampled means",
      who: called(one),
      difference,
      limit: ERRORS,
      unit: "standard errors",
    });
  }
  for (const one of estimators) {
    const difference = largestDifference(await one.means(), estimated);
    lines.push({ what: "estimated means", ...limited(one, difference) });
  }
  return lines;
}

function limited(one, difference) {
  return { who: called(one), difference, limit: TOLERANCE[one.dtype], unit: "of the largest" };
}

export function called({ name, dtype, threads }) {
  return `${name} ${dtype}${threads > 1 ? ` ${threads} threads` : ""}`;
}

/** Of a vector from another, relative to that one's largest entry. NaN if there is one in either. */
function largestDifference(values, expected) {
  if (values.length !== expected.length) return Number.NaN;
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(values[i] - value) / largest));
}

function largestError(means, { mean, variance }, samples) {
  return Math.max(...mean.map((value, i) => Math.abs(means[i] - value) / Math.sqrt(variance[i] / samples)));
}

/** The mean of the outputs on inputs of shape `[count, width]`, one product after another. */
function meanOutputs({ width, weights }, inputs) {
  const mean = new Float64Array(width);
  for (let from = 0; from < inputs.length; from += width) {
    let x = Float64Array.from(inputs.subarray(from, from + width));
    for (const [layer, weight] of weights.entries()) {
      const z = x.map((_, i) => x.reduce((sum, value, k) => sum + weight[i * width + k] * value, 0));
      x = layer < weights.length - 1 ? z.map((value) => Math.max(0, value)) : z;
    }
    for (let i = 0; i < width; i++) mean[i] += x[i] / COUNT;
  }
  return mean;
}
