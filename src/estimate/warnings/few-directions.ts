import type { Warning } from "./warning.ts";

/**
 * Beyond this no order can be trusted unseen. With what orders and variances say it finds 602 of 606 estimates of order 2 and more that are
 * off by a tenth of a deviation, of networks of all kinds, but also a quarter of the good ones (docs/trust.md).
 */
const FEW = 0.35;

/**
 * Σ 1/directions over the layers that another activation follows, (tr κ₂)²/‖κ₂‖² each: what Σ 1/width would be if neurons were
 * independent. Infinite or NaN where a covariance's square overflows or vanishes.
 */
export function fewness(results: ReadonlyMap<string, Float64Array>): number {
  let sum = 0;
  for (const [name, [square]] of results) {
    if (!name.endsWith("/square")) continue;
    const trace = results.get(name.replace("/square", "/trace"))![0]!;
    if (trace > 0) sum += square! > 0 ? square! / trace / trace : Number.POSITIVE_INFINITY;
  }
  return sum;
}

/** Layers that vary in so few directions that theory, which is about many, says nothing of the estimate. */
export function fewDirections(results: ReadonlyMap<string, Float64Array>): Warning[] {
  const sum = fewness(results);
  if (sum <= FEW) return [];
  const size = sum < Number.POSITIVE_INFINITY ? sum.toPrecision(2) : "too large to tell";
  const message = `layers vary in few directions (Σ 1/directions is ${size}), where orders may be far off and agree: compare with samples`;
  return [{ code: "few-directions", message, serious: true }];
}

/** What is left to be said once samples have shown that an estimate is not far off. */
export function settled(warnings: readonly Warning[]): readonly Warning[] {
  return warnings.filter(({ code }) => code !== "few-directions");
}
