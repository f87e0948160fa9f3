/** The nodes of the Gauss–Hermite rule: its size is part of the estimator's definition (spec section 5d). */
export const QUADRATURE_NODES = 100;

/** Neurons whose function values are in memory at a time: 50 KiB of them. */
export const QUADRATURE_NEURONS = 64;

/** Bytes of f64 that the rule's weights and the values of some neurons take. */
export function quadratureBytes(neurons: number): number {
  return 8 * (QUADRATURE_NODES / 2 + QUADRATURE_NODES * Math.min(neurons, QUADRATURE_NEURONS));
}
