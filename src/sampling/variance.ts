/** How the errors of sampling are made smaller; see docs/sampling.md for what each gives. */
export type Variance = "plain" | "antithetic" | "control" | "sobol" | "sobol-control";

/** Independent scramblings of Sobol points, whose spread gives the standard error. */
export const SCRAMBLINGS = 16;

/** Evaluations of a draw. */
export function perDraw(variance: Variance): number {
  return variance === "antithetic" ? 2 : 1;
}

/** Whether a neuron's values come in pairs: with those of the mirror images, or of the control variate. */
export function isPaired(variance: Variance): boolean {
  return variance === "antithetic" || hasControl(variance);
}

export function hasControl(variance: Variance): boolean {
  return variance === "control" || variance === "sobol-control";
}
