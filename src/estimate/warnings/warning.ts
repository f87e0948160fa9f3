/** A reason to doubt a result; each code has one meaning:
 *
 * | code | meaning |
 * |---|---|
 * | `assumed` | something the network's file does not say |
 * | `floored-variance` | predicted variances were too small and raised, as of a dead neuron |
 * | `negative-variance` | predicted variances, or a squared difference, came out negative |
 * | `narrow` | too deep for its width |
 * | `orders-diverge` | successive orders come no closer |
 * | `large-error` | successive orders foretell an error as large as of twenty samples |
 * | `refuted` | samples show a far larger error than the orders foretell |
 * | `outdone` | the samples drawn to verify are nearer to the truth than the estimate |
 * | `unverified` | a budget left too few samples for a certificate |
 * | `missed` | the target is not reached |
 * | `quadrature` | the 100-node rule may be off: an input spreads too far, or an own function is not smooth (spec section 5d) |
 * | `far-from-zero` | means are so large beside standard deviations that higher cumulants cancel |
 * | `f32-rounding` | rounding may be as large as the estimator's own error |
 * | `folded` | folding old factors may have cut off much of them |
 * | `improper-tail` | tail probabilities came out below 0 or above 1 |
 * | `far-tail` | tail probabilities whose correction is as large as what it corrects |
 * | `unreached` | splitting never came beyond the threshold |
 * | `imprecise` | splitting has a large standard error |
 */
export interface Warning {
  readonly code:
    | "assumed"
    | "floored-variance"
    | "negative-variance"
    | "narrow"
    | "orders-diverge"
    | "large-error"
    | "refuted"
    | "outdone"
    | "unverified"
    | "missed"
    | "quadrature"
    | "far-from-zero"
    | "f32-rounding"
    | "folded"
    | "improper-tail"
    | "far-tail"
    | "unreached"
    | "imprecise";
  readonly message: string;
  /** 1-based; absent where the whole network is meant. */
  readonly layer?: number;
  /** How many neurons are concerned. */
  readonly count?: number;
  /** The numbers are not to be trusted. */
  readonly serious: boolean;
}

export function isUnreliable(warnings: readonly Warning[]): boolean {
  return warnings.some(({ serious }) => serious);
}
