import type { Arena } from "../backend/arena.ts";
import type { Kernels } from "../backend/instance.ts";
import type { Cumulants } from "./cumulants.ts";
import type { Tails } from "./tail-probability.ts";
import { unscaled } from "./tails.ts";

/** P(z > 0) as Σ_k coefficients[k] w(k), w the Wick coefficients of 1[z > 0] at a Gaussian. */
export interface Series {
  readonly mean: number;
  readonly variance: number;
  readonly coefficients: readonly number[];
}

/** The largest k of a series. */
const LAST = 6;

export function gaussian([mean, variance]: Cumulants): Series {
  return { mean, variance, coefficients: [1] };
}

/** Edgeworth's series to the order of κ3² and κ4. */
export function edgeworth([mean, variance, k3, k4]: Cumulants): Series {
  return { mean, variance, coefficients: [1, 0, 0, k3 / 6, k4 / 24, 0, (k3 * k3) / 72] };
}

/**
 * Φ(−w) + φ(w) (1/u − 1/w) of Lugannani and Rice with K(θ) = Σ κ_j θ^j/j!, K'(θ) = 0, w = sgn(θ) √(−2K(θ)), u = θ √K''(θ);
 * without a saddlepoint not a number.
 */
export function saddlepoint(cumulants: Cumulants): Series {
  const [mean, variance, k3, k4] = cumulants;
  if (variance === 0) return gaussian(cumulants);
  const theta = saddle(cumulants);
  const k = theta * (mean + theta * (variance / 2 + theta * (k3 / 6 + (theta * k4) / 24)));
  const curvature = variance + theta * (k3 + (theta * k4) / 2);
  const w = Math.sign(theta) * Math.sqrt(-2 * k);
  const u = theta * Math.sqrt(curvature);
  // Near the mean both are small: the limit of the difference.
  const limit = -(k3 + theta * k4) / (6 * curvature * Math.sqrt(curvature));
  return { mean: -w, variance: 1, coefficients: [1, Math.abs(w) < NEAR ? limit : 1 / u - 1 / w] };
}

const NEAR = 1e-4;
/** Halvings of an interval: all of a double's bits. */
const HALVINGS = 200;

/** θ nearest to 0 with K'(θ) = 0 and K'' > 0 all the way there; NaN if there is none. */
function saddle([mean, variance, k3, k4]: Cumulants): number {
  const slope = (theta: number) => mean + theta * (variance + theta * (k3 / 2 + (theta * k4) / 6));
  const curvature = (theta: number) => variance + theta * (k3 + (theta * k4) / 2);
  const sign = -Math.sign(mean);
  if (sign === 0) return 0;
  // Steps of a quarter of the Gaussian's θ, within which a curvature that turns does not turn back.
  const step = -mean / variance / 4;
  let low = 0;
  for (let high = step; Number.isFinite(high) && curvature(high) > 0; high += step) {
    if (sign * slope(high) >= 0) return bisected(low, high, (theta) => sign * slope(theta) >= 0);
    low = high;
    if (high / step > 1000) break;
  }
  return Number.NaN;
}

function bisected(from: number, to: number, isBeyond: (theta: number) => boolean): number {
  let [low, high] = [from, to];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (isBeyond(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The tails that series say; a variable of no variance is beyond or not. */
export function tailsOfSeries(kernels: Kernels, arena: Arena, series: readonly Series[]): Tails {
  const n = series.length;
  const isConstant = series.map(({ variance }) => variance === 0);
  const mean = Float64Array.from(series, (each) => each.mean);
  const variance = Float64Array.from(series, (each, at) => (isConstant[at] ? 1 : each.variance));
  const scaled = new Float64Array(n);
  const [m, v, out] = [arena.reserve(8 * n), arena.reserve(8 * n), arena.reserve(8 * n)];
  arena.f64(m, n).set(mean);
  arena.f64(v, n).set(variance);
  for (let k = 0; k <= LAST; k++) {
    kernels.wickTwoSided_f64!(n, k + 1, 1, 1, 0, m, v, out, 1);
    const w = arena.f64(out, n);
    series.forEach(({ coefficients }, at) => {
      scaled[at]! += (coefficients[k] ?? 0) * w[at]!;
    });
  }
  const { probability, logProbability } = unscaled(kernels, arena, mean, variance, scaled);
  const certain = (at: number) => (mean[at]! > 0 ? 1 : 0);
  return {
    probability: probability.map((p, at) => (isConstant[at] ? certain(at) : p)),
    logProbability: logProbability.map((x, at) => (isConstant[at] ? (certain(at) ? 0 : -Infinity) : x)),
  };
}
