import type { CheckedInput } from "../network/check-input.ts";
import type { OwnCovariance } from "../network/covariance.ts";
import type { CovarianceFactor } from "./factor.ts";

/** Factors of covariances that were factored before. */
const known = new WeakMap<OwnCovariance, CovarianceFactor>();

/**
 * The factor of an input's covariance; null where it has none, and then what would factor it is not loaded. A matrix that is
 * almost a covariance is replaced by one, here and thus for whatever else computes with it.
 *
 * @throws KpropError as `factorCovariance`
 */
export async function factorOf(
  input: CheckedInput | null,
  options: { signal?: AbortSignal | undefined },
): Promise<CovarianceFactor | null> {
  if (!input?.covariance) return null;
  const { covariance } = input;
  const before = known.get(covariance);
  if (before !== undefined) return before;
  const { factorCovariance } = await import("./factor.ts");
  const factor = await factorCovariance(covariance, options);
  if (factor.clipped !== null && !known.has(covariance)) {
    covariance.data = factor.clipped.data;
    covariance.changed += factor.clipped.change;
  }
  known.set(covariance, factor);
  return factor;
}
