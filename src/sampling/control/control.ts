import type { Matrix } from "../../network/network.ts";

/**
 * A control variate of a network's outputs, C p(z): z are a layer's pre-activations, p a polynomial of each, and C what the
 * layers after it do to small changes, on average. Whatever C is, E[C p(z)] = 0, as E[p(z)] = 0 exactly.
 */
export interface Control {
  /** Whose pre-activations: the second layer's, or the only one's. */
  readonly layer: number;
  /** b − E[z], to be added to W·x: what it gives has mean 0. */
  readonly shift: Float64Array;
  /** Shape `[neurons, 3]`: coefficients of 1, z − E[z] and its square. */
  readonly polynomials: Float64Array;
  /** C of shape `[outputs, neurons]`; null: the identity, as no layer follows. */
  readonly gain: Matrix | null;
}
