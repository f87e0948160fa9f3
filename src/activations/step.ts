import type { WickSource } from "./activation.ts";

type Step = WickSource & { family: "step" };

/** The p-th power of a step, which is a step; by products, whose bits are the same on every runtime. */
export function stepPower({ below, above }: Step, p: number): { below: number; above: number } {
  const power = { below: 1, above: 1 };
  for (let i = 0; i < p; i++) {
    power.below *= below;
    power.above *= above;
  }
  return power;
}
