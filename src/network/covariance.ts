import { badInput } from "./fail.ts";
import { firstNotFinite, isMatrix } from "./finite.ts";
import { isSame } from "./is-same.ts";
import type { FloatArray, Matrix } from "./network.ts";
import { shapeText } from "./tensor.ts";

/** A copy of a caller's covariance, exactly symmetric, that is computed with in its place. */
export interface OwnCovariance extends Matrix {
  /** Replaced where factoring it finds it no covariance by a little (sampling/factor-of.ts). */
  data: FloatArray;
  /** By how much entries differ from the caller's beyond rounding, as a fraction of the largest variance. */
  changed: number;
}

/** Covariances that were looked at before, by the caller's numbers, with what these were then. */
const known = new WeakMap<FloatArray, { readonly numbers: FloatArray; readonly own: OwnCovariance }>();
const owned = new WeakSet<Matrix>();

/** Asymmetry beyond this fraction of the largest variance is refused. */
const ASYMMETRY = 1e-6;

/**
 * The copy of a covariance of `width` variables: the same one for the same numbers in the same array, so that it need not be gone
 * through and factored again.
 *
 * @throws KpropError `bad-input` if it has another shape, is not finite or not symmetric
 */
export function ownCovariance(given: Matrix, width: number): OwnCovariance {
  if (!isMatrix(given)) badInput("input.covariance is no matrix of rows × columns floats");
  const { rows, columns, data } = given;
  if (rows !== width || columns !== width) {
    badInput(`input.covariance is ${shapeText([rows, columns])}; the network has ${width} inputs`);
  }
  if (owned.has(given)) return given as OwnCovariance;
  const before = known.get(data);
  if (before !== undefined && isSame(before.numbers, data)) return before.own;
  const at = firstNotFinite(data);
  if (at >= 0) badInput(`input.covariance${shapeText([Math.floor(at / width), at % width])} is ${data[at]}`);
  const copy = data.slice();
  const asymmetry = symmetrise(copy, width);
  const own = { rows, columns, data: copy, changed: asymmetry > rounding(given) ? asymmetry : 0 };
  known.set(data, { numbers: asymmetry > 0 ? data.slice() : copy, own });
  owned.add(own);
  return own;
}

/** Of a matrix that is computed in its own type, as in sampling/factor.ts. */
function rounding({ rows, data }: Matrix): number {
  return (rows + 64) * (data instanceof Float32Array ? 2 ** -23 : 2 ** -52);
}

/** Puts the means of opposite entries in their place; the largest change, as a fraction of the largest variance. */
function symmetrise(data: FloatArray, n: number): number {
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, data[i * n + i]!);
  let most = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [below, above] = [data[i * n + j]!, data[j * n + i]!];
      if (below === above) continue;
      const difference = Math.abs(below - above);
      if (!(difference <= ASYMMETRY * largest)) {
        badInput(
          `input.covariance is not symmetric: [${i}, ${j}] is ${below}, [${j}, ${i}] is ${above}; give (C + Cᵀ)/2`,
        );
      }
      data[i * n + j] = data[j * n + i] = below + (above - below) / 2;
      most = Math.max(most, difference / 2 / largest);
    }
  }
  return most;
}
