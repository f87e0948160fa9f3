import type { GaussianInput } from "../network/network.ts";
import type { CovarianceFactor } from "./factor.ts";

/**
 * The factor of an input's covariance; null where it has none, and then what would factor it is not loaded.
 *
 * @throws KpropError as `factorCovariance`
 */
export async function factorOf(
  input: GaussianInput | null,
  options: { signal?: AbortSignal | undefined },
): Promise<CovarianceFactor | null> {
  if (!input?.covariance) return null;
  const { factorCovariance } = await import("./factor.ts");
  return factorCovariance(input.covariance, options);
}
