import { gaussHermite, type Rule } from "../../activations/gauss-hermite.ts";
import { QUADRATURE_NODES } from "../../activations/quadrature.ts";
import type { RealFunction } from "../../activations/smooth.ts";

/** Neurons of a layer that are looked at: enough to tell, few enough to cost little. */
const LOOKED_AT = 32;

/** The rule in use, two of half its nodes and two of a quarter: an even and an odd one, as one may be right by chance. */
const [FULL, HALF, QUARTER] = [[QUADRATURE_NODES], [50, 49], [25, 24]];

/** A deviation that is less than this part of the averages is rounding: what the layer gives does not vary. */
const ROUNDING = 1e-12;

/** Where squares overflow, or the function gives no number at a node of another rule. */
const UNKNOWN = 1;

/** What an average may be off by: of φ, of φ ξ, and of half its squared deviation, ξ the input in standard units. */
type Averages = readonly [mean: number, slope: number, square: number];

/**
 * How far the quadrature of a caller's own function may be off, relative to the deviation of what the layer gives: what the last
 * doubling of the nodes changed, times what it gained beside the one before. A smooth function's error falls by orders of magnitude,
 * one with kinks or jumps gains hardly anything. Over some of the layer's neurons, whose inputs have that mean and variance.
 */
export function ownFunctionError(of: RealFunction, mean: Float64Array, variance: Float64Array): number {
  const every = Math.ceil(mean.length / LOOKED_AT);
  const averages = rules().map((each) => each.map((rule) => averagesOf(rule, of, mean, variance, every)));
  const [[full], halves, quarters] = averages as [[Averages[]], Averages[][], Averages[][]];
  const scale = (2 * full.reduce((sum, [, , square]) => sum + square, 0)) / full.length;
  const largest = full.reduce((most, [mean]) => Math.max(most, Math.abs(mean)), 0);
  if (Math.sqrt(scale) <= ROUNDING * largest) return 0;
  const last = Math.max(...halves.map((half) => distance(full, half, scale)));
  const before = Math.max(...quarters.map((quarter, at) => distance(halves[at]!, quarter, scale)));
  const off = before > last ? (last * last) / before : last;
  return Number.isFinite(off) ? off : UNKNOWN;
}

let made: readonly (readonly Rule[])[] | undefined;

function rules(): readonly (readonly Rule[])[] {
  made ??= [FULL, HALF, QUARTER].map((each) => each!.map(gaussHermite));
  return made;
}

/** Of every so many neurons. */
function averagesOf(
  { nodes, weights }: Rule,
  of: RealFunction,
  mean: Float64Array,
  variance: Float64Array,
  every: number,
): Averages[] {
  const found: Averages[] = [];
  for (let i = 0; i < mean.length; i += every) {
    const sigma = Math.sqrt(variance[i]!);
    const values = nodes.map((x) => numberFrom(of(mean[i]! + sigma * x)));
    const average = (what: (value: number, j: number) => number) =>
      values.reduce((sum, value, j) => sum + weights[j]! * what(value, j), 0);
    const centre = average((value) => value);
    found.push([
      centre,
      average((value, j) => (value - centre) * nodes[j]!),
      average((value) => (value - centre) * (value - centre)) / 2,
    ]);
  }
  return found;
}

/** A caller's function may give anything. */
function numberFrom(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

/** Root mean square over the neurons, in units of the deviation whose square is `scale`. */
function distance(a: readonly Averages[], b: readonly Averages[], scale: number): number {
  const total = a.reduce((sum, [mean, slope, square], i) => {
    const [otherMean, otherSlope, otherSquare] = b[i]!;
    const [d0, d1, d2] = [mean - otherMean, slope - otherSlope, square - otherSquare];
    return sum + (d0 * d0 + d1 * d1) / scale + (d2 * d2) / (scale * scale);
  }, 0);
  return Math.sqrt(total / a.length);
}
