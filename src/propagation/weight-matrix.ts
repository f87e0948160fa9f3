import type { View } from "../plan/plan.ts";

/** W, shape [outputs, inputs]. */
export interface WeightMatrix {
  readonly view: View;
  readonly outputs: number;
  readonly inputs: number;
}
