import fc from "fast-check";
import type { ActivationSpec } from "../../src/network/assign-activations.ts";
import { makeNetwork } from "../../src/network/make.ts";
import type { GaussianInput, Matrix, Network } from "../../src/network/network.ts";

/** Numbers of about unit size, none of them near zero so that no variance vanishes; from a seed. */
function numbers(count: number, seed: number): Float64Array {
  let state = (Math.imul(seed, 2654435761) + 12345) >>> 0;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const x = state / 2 ** 31 - 1;
    return 1.5 * x + 0.2 * Math.sign(x);
  });
}

/** A matrix of numbers of about 1/√columns. */
export function matrix(rows: number, columns: number): fc.Arbitrary<Matrix> {
  const scaled = (seed: number) => numbers(rows * columns, seed).map((x) => x / Math.sqrt(columns));
  return fc.nat().map((seed) => ({ rows, columns, data: scaled(seed) }));
}

export function vector(n: number): fc.Arbitrary<Float64Array> {
  return matrix(n, 1).map(({ data }) => Float64Array.from(data));
}

/** A Gaussian input whose covariance has full rank. */
export function gaussianInput(n: number): fc.Arbitrary<GaussianInput> {
  return fc.tuple(vector(n), matrix(n, n)).map(([mean, { data }]) => {
    const covariance = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let total = i === j ? 0.1 : 0;
        for (let k = 0; k < n; k++) total += data[i * n + k]! * data[j * n + k]!;
        covariance[i * n + j] = total;
      }
    }
    return { mean, covariance: { rows: n, columns: n, data: covariance } };
  });
}

/** A network with biases, one activation on every layer but the last, and a Gaussian input. */
export function networkOf(
  widths: readonly number[],
  activation: ActivationSpec = "relu",
): fc.Arbitrary<Network & { input: GaussianInput }> {
  const layers = widths.slice(1).map((rows, l) => fc.tuple(matrix(rows, widths[l]!), vector(rows)));
  return fc.tuple(fc.tuple(...layers), gaussianInput(widths[0]!)).map(([drafts, input]) => ({
    ...makeNetwork({
      layers: drafts.map(([weight, bias], l) => ({
        weight,
        bias,
        activation: l < drafts.length - 1 ? activation : null,
      })),
    }),
    input,
  }));
}

/** Small widths of input, hidden layers and output. */
export function widthsOf(layers: { min: number; max: number }): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: 1, max: 7 }), { minLength: layers.min + 1, maxLength: layers.max + 1 });
}

/** Row i of the result is row `order[i]` of the matrix. */
export function permuteRows({ rows, columns, data }: Matrix, order: readonly number[]): Matrix {
  const result = new Float64Array(rows * columns);
  order.forEach((from, to) => {
    result.set(data.subarray(from * columns, (from + 1) * columns), to * columns);
  });
  return { rows, columns, data: result };
}

export function transpose({ rows, columns, data }: Matrix): Matrix {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j]!;
  return { rows: columns, columns: rows, data: result };
}

/** a · b. */
export function times(a: Matrix, b: Matrix): Matrix {
  const data = new Float64Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.columns; j++) {
      let total = 0;
      for (let k = 0; k < a.columns; k++) total += a.data[i * a.columns + k]! * b.data[k * b.columns + j]!;
      data[i * b.columns + j] = total;
    }
  }
  return { rows: a.rows, columns: b.columns, data };
}

/** a · x + b. */
export function affine(a: Matrix, x: ArrayLike<number>, b: ArrayLike<number> | null): Float64Array {
  const column = { rows: a.columns, columns: 1, data: Float64Array.from(x) };
  return Float64Array.from(times(a, column).data, (value, i) => value + (b?.[i] ?? 0));
}
