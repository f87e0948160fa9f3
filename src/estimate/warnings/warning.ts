/** A reason to doubt a result; each code has one meaning:
 *
 * | code | meaning |
 * |---|---|
 * | `assumed` | something the network's file does not say |
 * | `adjusted-covariance` | the input's covariance was not symmetric or positive semidefinite, and was put right |
 * | `floored-variance` | predicted variances are none beyond rounding, as of a dead neuron |
 * | `negative-variance` | predicted variances, or a squared difference, came out negative |
 * | `narrow` | too deep for its width |
 * | `few-inputs` | so few inputs that samples or quadrature are the better means |
 * | `few-directions` | layers vary in so few directions that orders may be far off and agree |
 * | `off-samples` | a few samples show that it is off by more than a tenth of the outputs' deviations |
 * | `orders-diverge` | successive orders come no closer |
 * | `large-error` | successive orders foretell an error as large as of twenty samples |
 * | `refuted` | samples show a far larger error than the orders foretell |
 * | `outdone` | the samples drawn to verify are nearer to the truth than the estimate |
 * | `unverified` | a budget left too few samples for a certificate |
 * | `missed` | the target is not reached |
 * | `quadrature` | the 100-node rule may be off: an input spreads too far, or an own function is not smooth (spec section 5d) |
 * | `far-from-zero` | means are so large beside standard deviations that higher cumulants cancel |
 * | `f32-rounding` | rounding may be as large as the estimator's own error |
 * | `underflow` | standard deviations are so small that cumulants are lost in the element type |
 * | `folded` | folding old factors may have cut off much of them |
 * | `improper-tail` | tail probabilities came out below 0 or above 1 |
 * | `far-tail` | tail probabilities whose correction is as large as what it corrects |
 * | `unreached` | splitting never came beyond the threshold |
 * | `imprecise` | splitting has a large standard error |
 */
export interface Warning {
  readonly code:
    | "assumed"
    | "adjusted-covariance"
    | "floored-variance"
    | "negative-variance"
    | "narrow"
    | "few-inputs"
    | "few-directions"
    | "off-samples"
    | "orders-diverge"
    | "large-error"
    | "refuted"
    | "outdone"
    | "unverified"
    | "missed"
    | "quadrature"
    | "far-from-zero"
    | "f32-rounding"
    | "underflow"
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
