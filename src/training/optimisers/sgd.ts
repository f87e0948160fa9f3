import type { Follow } from "./follow.ts";

/** Steepest descent. */
export const sgd: Follow = (parameters, gradient, rate) => {
  for (let i = 0; i < parameters.length; i++) parameters[i] = parameters[i]! - rate * gradient[i]!;
};
