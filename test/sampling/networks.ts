import { identity } from "../../src/activations/identity.ts";
import { relu } from "../../src/activations/relu.ts";
import { defaultEngine } from "../../src/engine/default.ts";
import { type CheckedInput, checkInput } from "../../src/network/check-input.ts";
import type { GaussianInput, Network } from "../../src/network/network.ts";
import { core } from "../../src/sampling/core.ts";
import { drawing } from "../../src/sampling/drawing.ts";
import type { Evaluation } from "../../src/sampling/evaluator.ts";
import { factorCovariance } from "../../src/sampling/factor.ts";
import type { SampleSettings } from "../../src/sampling/options.ts";
import { prepared } from "../../src/sampling/prepare.ts";
import { pattern } from "./memory.ts";

/** A network of those widths with weights and biases all different, ReLU or linear. */
export function network(widths: readonly number[], { linear = false, biased = true } = {}): Network {
  const layers = widths.slice(1).map((rows, l) => {
    const columns = widths[l]!;
    const values = pattern(rows * columns + rows + 100 * l).slice(100 * l);
    const data = Float64Array.from(values.slice(0, rows * columns), (v) => v / (4 * Math.sqrt(columns)));
    const bias = biased ? Float64Array.from(values.slice(rows * columns), (v) => v / 8) : null;
    const activation = l === widths.length - 2 ? null : linear ? identity : relu;
    return { weight: { rows, columns, data }, bias, activation, weightVariance: null };
  });
  return { layers, input: null, notes: [] };
}

/** A mean and a covariance of that rank. */
export function gaussian(n: number, rank: number): CheckedInput {
  const factor = pattern(n * rank).map((v) => v / 8);
  const data = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < rank; k++) sum += factor[i * rank + k]! * factor[j * rank + k]!;
    return sum;
  });
  const mean = Float64Array.from({ length: n }, (_, i) => i / 2 - 1);
  return checkInput({ mean, covariance: { rows: n, columns: n, data } }, n);
}

export function settings(changes: Partial<SampleSettings> = {}): SampleSettings {
  const seed = { low: 1, high: 0 };
  return {
    samples: 1,
    seed,
    variance: "plain",
    precision: "strict",
    dtype: "f64",
    input: null,
    layers: false,
    ...changes,
  };
}

/** What evaluates a network with these settings. */
export async function evaluation(net: Network, asked: SampleSettings): Promise<Evaluation> {
  const covariance = asked.input?.covariance;
  const factor = covariance ? await factorCovariance(covariance) : null;
  const plain = { network: net, settings: asked, factor };
  if (asked.variance === "plain" || asked.variance === "antithetic") return plain;
  const { normals } = drawing(asked.input, net.layers[0]!.weight.columns, factor);
  return (await prepared(plain, normals, defaultEngine(), { samples: asked.samples }, core())).evaluation;
}

/** Mean and covariance of a linear network's output. */
export function linearOutput(net: Network, input: GaussianInput): { mean: number[]; variance: number[] } {
  let mean = [...input.mean];
  const n = mean.length;
  let map = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Number(i === j)));
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((s, x, i) => s + x * b[i]!, 0);
  for (const { weight, bias } of net.layers) {
    const { columns, data } = weight;
    const rows = Array.from({ length: weight.rows }, (_, i) => [
      ...data.slice(i * columns, (i + 1) * columns),
    ]);
    mean = rows.map((row, i) => dot(row, mean) + (bias?.[i] ?? 0));
    map = rows.map((row) =>
      Array.from({ length: n }, (_, j) =>
        dot(
          row,
          map.map((r) => r[j]!),
        ),
      ),
    );
  }
  const covariance = input.covariance!.data;
  const row = (i: number) => [...covariance.slice(i * n, (i + 1) * n)];
  const variance = map.map((m) =>
    dot(
      m,
      Array.from({ length: n }, (_, i) => dot(row(i), m)),
    ),
  );
  return { mean, variance };
}
