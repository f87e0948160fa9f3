/**
 * Probabilities of tails. With α = mean/σ of a Gaussian pre-activation, the mean X of 1[z > 0] comes without its factor
 * e^(−α²/2) where α < 0, which may be far below the smallest double (`scaled` in wick.ts).
 */
import { log, normalCdf, tailMoment } from "./gaussian";
import { gaussian } from "./wick";

/**
 * probability = X, times its factor; its logarithm; and in place of X how many times larger that is than the Gaussian's
 * own Φ(α). A negative X, which a truncated expansion may give, counts as 0, a probability above 1 as 1. A constant, of variance
 * 0, is above 0 or is not. All are f64.
 */
export function tailProbability(
  n: i32,
  mean: usize,
  variance: usize,
  x: usize,
  probability: usize,
  logProbability: usize,
): void {
  for (let at: usize = 0; at < <usize>n * 8; at += 8) {
    const mu = load<f64>(mean + at);
    const v = load<f64>(variance + at);
    if (v == 0) {
      store<f64>(probability + at, mu > 0 ? 1 : 0);
      store<f64>(logProbability + at, mu > 0 ? 0 : -Infinity);
      store<f64>(x + at, 1);
      continue;
    }
    const alpha = mu / sqrt(v);
    const isLower = alpha < 0;
    const value = load<f64>(x + at);
    const kept = max<f64>(value, 0);
    const factor = isLower ? gaussian(alpha, mu, v) : 1;
    const exponent = isLower ? 0.5 * alpha * alpha : 0;
    store<f64>(probability + at, min<f64>(kept * factor, 1));
    store<f64>(logProbability + at, min<f64>(log(kept) - exponent, 0));
    store<f64>(x + at, value / (isLower ? tailMoment(0, -alpha) : normalCdf(alpha)));
  }
}
