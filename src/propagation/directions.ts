import type { PlanBuilder } from "../plan/builder.ts";
import { along } from "../plan/views.ts";
import { cube, type State } from "./state.ts";

/**
 * Stores tr κ₂ and ‖κ₂‖² of a layer's covariance, if it is carried whole: (tr κ₂)²/‖κ₂‖² is the number of directions in which the
 * layer varies, n where all neurons are independent and alike, 1 where they all follow one of them. What theory promises of wide
 * layers it promises of many directions.
 */
export function storeDirections(builder: PlanBuilder, { n, parts }: State, layer: string): void {
  const covariance = parts.get(2);
  if (covariance?.form !== "whole") return;
  const view = (axes: readonly number[], loops: number) => along(covariance.buffer, cube(n, 2), axes, loops);
  const [diagonal, entry] = [view([0, 0], 1), view([0, 1], 2)];
  const [trace, square] = [builder.buffer("trace", []), builder.buffer("square", [])];
  builder.terms([n], along(trace, [], [], 1), [{ coefficient: 1, factors: [diagonal] }]);
  builder.terms([n, n], along(square, [], [], 2), [{ coefficient: 1, factors: [entry, entry] }]);
  builder.storeAside(`${layer}/trace`, trace);
  builder.storeAside(`${layer}/square`, square);
}
