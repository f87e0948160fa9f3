import { power } from "./power.ts";

/** Doublings of what is foretold that are looked at, below and above. */
const STEPS = { below: 6, above: 40 };

/** A doubling more is this many times less likely beforehand: nine of ten errors are within a factor of four (docs/trust.md). */
const DOUBT = 2.5;

/** No estimate is foretold to be exact: rounding, at least. */
const LEAST = 1e-12;

/** More independent outputs say no more that matters, and their likelihoods would underflow. */
const MOST_DIMENSIONS = 32;

/**
 * The squared error to expect of an estimate that was foretold, after samples were compared with it: the mean of a posterior.
 * Beforehand it is the foretold one times a power of two, less likely the farther off; the difference that samples show has the
 * expectation error + theirs, and is distributed as that of so many independent outputs. All as vnMSE.
 *
 * Sums, products and roots in a fixed order only, for the same bits everywhere.
 *
 * @param seen the mean squared difference of estimate and samples
 * @param noise the samples' own squared error
 * @param dimension how many independent outputs err like these
 */
export function posteriorError(foretold: number, seen: number, noise: number, dimension: number): number {
  const dimensions = Math.max(1, Math.min(MOST_DIMENSIONS, Math.round(dimension)));
  let [total, sum] = [0, 0];
  for (let step = -STEPS.below; step <= STEPS.above; step++) {
    const factor = power(2, Math.abs(step));
    const error = Math.max(LEAST, foretold) * (step < 0 ? 1 / factor : factor);
    const weight = likelihood(seen, noise, error, dimensions) / power(DOUBT, Math.abs(step));
    total += weight;
    sum += weight * error;
  }
  return total > 0 ? sum / total : Math.max(foretold, seen);
}

/** Of a squared difference with the expectation noise + error, in so many dimensions; relative to its largest value. */
function likelihood(seen: number, noise: number, error: number, dimensions: number): number {
  const ratio = seen / (noise + error);
  // Of one dimension: √ratio · e^((1 − ratio)/2), whose largest value is 1, at ratio 1.
  const one = Math.sqrt(ratio) * exponential((1 - ratio) / 2);
  return power(one, dimensions);
}

/** e^x to a relative 1e-3 or so for |x| below 1, and falling as steeply as is needed beyond: (1 + x/1024)^1024. */
function exponential(x: number): number {
  return power(Math.max(0, 1 + x / 1024), 1024);
}
