import type { Follow } from "./follow.ts";

/** Polyak's heavy ball: gradients add up in a velocity that fades by `share` a step. */
export function momentum(share: number, count: number): Follow {
  const velocity = new Float64Array(count);
  return (parameters, gradient, rate) => {
    for (let i = 0; i < count; i++) {
      velocity[i] = share * velocity[i]! + gradient[i]!;
      parameters[i] = parameters[i]! - rate * velocity[i]!;
    }
  };
}
