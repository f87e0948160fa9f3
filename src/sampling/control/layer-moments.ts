import type { WickSource } from "../../activations/activation.ts";
import type { Kernels } from "../../backend/instance.ts";
import type { Core } from "../core.ts";

/** A variance of nothing is taken for so much, in squared means or in units. */
const LEAST_VARIANCE = 1e-30;

/** What is known of φ(z), z ~ N(mean, variance), neuron by neuron. */
export interface LayerMoments {
  /** E[φ^(k)(z)], from k = 0 to the asked degree. */
  readonly derivatives: readonly Float64Array[];
  readonly variance: Float64Array;
  readonly flops: number;
}

/** Of a layer with that activation, from Wick coefficients. */
export function layerMoments(
  core: Core,
  kernels: Kernels,
  source: WickSource,
  mean: Float64Array,
  variance: Float64Array,
  degree: number,
): LayerMoments {
  const n = mean.length;
  const arena = new core.Arena(kernels);
  const [mu, v, out] = [0, 0, 0].map(() => arena.reserve(8 * n)) as [number, number, number];
  const workspace = arena.reserve(workspaceBytes(core, source, n));
  arena.f64(mu, n).set(mean);
  arena.f64(v, n).set(variance.map((x, i) => Math.max(x, LEAST_VARIANCE * Math.max(1, mean[i]! ** 2))));
  let flops = 0;
  const coefficients = (k: number, p: number) => {
    flops += n * core.wickFlops(source, k, p);
    core.wickCoefficients(kernels, arena, "f64", source, k, p, { n, mean: mu, variance: v, out, workspace });
    return arena.f64(out, n).slice();
  };
  const derivatives = Array.from({ length: degree + 1 }, (_, k) => coefficients(k, 1));
  const spread = coefficients(0, 2).map((square, i) => Math.max(0, square - derivatives[0]![i]! ** 2));
  return { derivatives, variance: spread, flops };
}

function workspaceBytes({ quadratureBytes }: Core, source: WickSource, n: number): number {
  if (source.family === "quadrature") return quadratureBytes(n);
  return source.family === "polynomial" ? 16 * source.coefficients.length : 0;
}
