import type { Kernels } from "../../backend/instance.ts";
import type { FloatArray, GaussianInput, Layer, Matrix } from "../../network/network.ts";
import type { Core } from "../core.ts";
import type { Evaluation } from "../evaluator.ts";
import type { CovarianceFactor } from "../factor.ts";
import type { SampledNetwork } from "../sampled-network.ts";
import type { Control } from "./control.ts";
import { activationCovariance, covarianceFlops, hasCovariance } from "./covariance.ts";
import { type LayerMoments, layerMoments } from "./layer-moments.ts";
import { product, productFlops } from "./product.ts";

/** A control variate and the operations that making it took. */
export interface Controlled {
  readonly control: Control;
  readonly flops: number;
}

/** Exact moments of the pre-activations that the control variate is made of. */
interface Known {
  readonly layer: number;
  readonly mean: Float64Array;
  /** Where it is not known, but near this, only p of degree 1 has a known mean. */
  readonly variance: Float64Array;
  readonly isExact: boolean;
}

/**
 * The control variate of a network: p(z) = E[φ'] (z − μ) + E[φ'']/2 ((z − μ)² − σ²), the part of φ(z) that is linear and
 * quadratic for Gaussian z, of the second layer's pre-activations, whose moments follow exactly from those of the first; without
 * the quadratic part where they have no closed form. Later layers enter by E[φ'(z)] at Gaussian z of their propagated means and
 * of variances for which neurons are taken as uncorrelated: that makes the control variate better or worse, not wrong.
 *
 * @throws KpropError `bad-option`: the first activation is a caller's own function, of whose mean nothing is known exactly
 */
export function* controlled(
  core: Core,
  instance: Kernels,
  { network, settings, factor }: Evaluation,
): Generator<void, Controlled> {
  const { layers } = network;
  const counted = new Counted(core, instance);
  const known = yield* knownMoments(counted, network, settings.input, factor);
  const first = counted.moments(layers[known.layer]!.activation, known.mean, known.variance);
  const gain = yield* gainAfter(counted, network, known.layer, first);
  const neurons = known.mean.length;
  const polynomials = new Float64Array(3 * neurons);
  for (let i = 0; i < neurons; i++) {
    const square = known.isExact ? first.derivatives[2]![i]! / 2 : 0;
    polynomials.set([-square * known.variance[i]!, first.derivatives[1]![i]!, square], 3 * i);
  }
  const { bias } = layers[known.layer]!;
  const shift = known.mean.map((mean, i) => (bias?.[i] ?? 0) - mean);
  return { control: { layer: known.layer, shift, polynomials, gain }, flops: counted.flops };
}

/** Does sums and counts them. */
class Counted {
  readonly core: Core;
  readonly instance: Kernels;
  flops = 0;

  constructor(core: Core, instance: Kernels) {
    this.core = core;
    this.instance = instance;
  }

  *product(a: Matrix, b: Matrix, transposed: boolean): Generator<void, Matrix & { data: Float64Array }> {
    this.flops += productFlops(a.rows, transposed ? b.rows : b.columns, a.columns);
    return yield* product(this.core, this.instance, a, b, transposed);
  }

  /** W·x + b */
  affine({ rows, columns, data }: Matrix, x: FloatArray | null, bias: FloatArray | null): Float64Array {
    if (x !== null) this.flops += 2 * rows * columns;
    return Float64Array.from({ length: rows }, (_, i) => {
      let sum = bias?.[i] ?? 0;
      if (x !== null) for (let j = 0; j < columns; j++) sum += data[i * columns + j]! * x[j]!;
      return sum;
    });
  }

  /** The diagonal of A·Bᵀ, which have the same shape. */
  diagonal(a: Matrix, b: Matrix): Float64Array {
    this.flops += 2 * a.rows * a.columns;
    return Float64Array.from({ length: a.rows }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < a.columns; j++) sum += a.data[i * a.columns + j]! * b.data[i * a.columns + j]!;
      return sum;
    });
  }

  /** Variances of W·x for x of those variances, uncorrelated. */
  spread({ rows, columns, data }: Matrix, variance: Float64Array): Float64Array {
    this.flops += 3 * rows * columns;
    return Float64Array.from({ length: rows }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += data[i * columns + j]! ** 2 * variance[j]!;
      return sum;
    });
  }

  moments(
    activation: Layer["activation"],
    mean: Float64Array,
    variance: Float64Array,
    degree = 2,
  ): LayerMoments {
    const { wick } = activation ?? this.core.identity;
    const found = layerMoments(this.core, this.instance, wick, mean, variance, degree);
    this.flops += found.flops;
    return found;
  }
}

/** Of the first layer if it is the last, else of the second. */
function* knownMoments(
  counted: Counted,
  { layers }: SampledNetwork,
  input: GaussianInput | null,
  factor: CovarianceFactor | null,
): Generator<void, Known> {
  const [first, second] = layers as [SampledNetwork["layers"][0], SampledNetwork["layers"][1] | undefined];
  const root = factor
    ? yield* counted.product(first.weight, matrixOf(factor, first.weight.columns), false)
    : first.weight;
  const mean = counted.affine(first.weight, input?.mean ?? null, first.bias);
  const variance = counted.diagonal(root, root);
  if (second === undefined) return { layer: 0, mean, variance, isExact: true };
  const source = (first.activation ?? counted.core.identity).wick;
  if (source.family === "quadrature" && typeof source.of === "function") throw ownFunction(counted.core);
  const degree = source.family === "polynomial" ? Math.max(1, source.coefficients.length - 1) : 1;
  const found = counted.moments(first.activation, mean, variance, degree);
  const mean2 = counted.affine(second.weight, found.derivatives[0]!, second.bias);
  if (!hasCovariance(source)) {
    return { layer: 1, mean: mean2, variance: counted.spread(second.weight, found.variance), isExact: false };
  }
  const covariance = yield* counted.product(root, root, true);
  const exp = counted.instance.exp as (x: number) => number;
  counted.flops += covarianceFlops(mean.length, source);
  const after = yield* activationCovariance({ mean, covariance, source, ...found }, exp);
  const through = yield* counted.product(second.weight, after, false);
  return { layer: 1, mean: mean2, variance: counted.diagonal(through, second.weight), isExact: true };
}

/** F; a column of zeros for a covariance of zero. */
function matrixOf({ rank, data }: CovarianceFactor, inputs: number): Matrix {
  return rank > 0
    ? { rows: inputs, columns: rank, data }
    : { rows: inputs, columns: 1, data: new Float64Array(inputs) };
}

/** What the layers after one do to small changes of what it gives; null if there are none. */
function* gainAfter(
  counted: Counted,
  { layers }: SampledNetwork,
  layer: number,
  of: LayerMoments,
): Generator<void, Matrix | null> {
  const after = layers.slice(layer + 1);
  let [mean, variance] = [of.derivatives[0]!, of.variance];
  const slopes = after.map(({ weight, bias, activation }) => {
    const found = counted.moments(
      activation,
      counted.affine(weight, mean, bias),
      counted.spread(weight, variance),
      1,
    );
    [mean, variance] = [found.derivatives[0]!, found.variance];
    return found.derivatives[1]!;
  });
  let gain: Matrix | null = null;
  for (let l = after.length - 1; l >= 0; l--) {
    const { weight } = after[l]!;
    const sloped = scaledRows(weight, slopes[l]!);
    counted.flops += weight.rows * weight.columns;
    gain = gain === null ? sloped : yield* counted.product(gain, sloped, false);
    yield;
  }
  return gain;
}

function scaledRows({ rows, columns, data }: Matrix, by: Float64Array): Matrix {
  const scaled = Float64Array.from(data, (value, at) => value * by[Math.floor(at / columns)]!);
  return { rows, columns, data: scaled };
}

function ownFunction({ KpropError }: Core): Error {
  return new KpropError(
    "bad-option",
    'variance is "control", which needs the exact mean of the first activation: a caller\'s own function has none',
  );
}
