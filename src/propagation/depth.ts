import { MOST_OPERATIONS, tooManyOperations } from "../plan/builder.ts";
import type { NetworkShape, PropagationOptions } from "./propagate.ts";

/** The fewest operations that a layer with an activation takes at orders 1 to 4: those of one whose coefficients mostly vanish. */
const LEAST = [9, 9, 27, 60];

/** The fewest that a chain takes for each pair of layers, as each is carried through all later ones, at orders 3 and 4. */
const LEAST_PAIRED = { 3: 8, 4: 16 };

/**
 * Refuses a network of so many layers that its plan would be refused before it is complete.
 *
 * @throws KpropError `too-large`
 */
export function checkDepth(
  shape: NetworkShape,
  { order, form, fold }: Pick<PropagationOptions, "order" | "form" | "fold">,
): void {
  const layers = shape.layers.filter(({ activation }) => activation !== null).length;
  const isPaired = form === "shared-chain" && fold === null;
  const paired = isPaired ? (LEAST_PAIRED[order as 3 | 4] * layers * (layers - 1)) / 2 : 0;
  if (LEAST[order - 1]! * layers + paired > MOST_OPERATIONS) throw tooManyOperations();
}
