import { MOST_OPERATIONS, tooManyOperations } from "../plan/builder.ts";
import type { NetworkShape, PropagationOptions } from "./propagate.ts";

/** The fewest operations that a layer takes at orders 1 to 4: of an activation, and of a polynomial, whose coefficients may vanish. */
const LEAST = [9, 10, 39, 110];
const POLYNOMIAL = [9, 9, 27, 60];

/** The fewest that a chain takes for each pair of layers, as each is carried through all later ones, at orders 3 and 4. */
const LEAST_PAIRED = { 3: 8, 4: 16 };

/** What the first and last layers may take less than others. */
const ENDS = 200;

/**
 * Refuses a network of so many layers that its plan would be refused before it is complete.
 *
 * @throws KpropError `too-large`
 */
export function checkDepth(
  shape: NetworkShape,
  { order, form, fold }: Pick<PropagationOptions, "order" | "form" | "fold">,
): void {
  const activations = shape.layers.flatMap(({ activation }) => activation ?? []);
  const own = activations.reduce((sum, { family }) => {
    return sum + (family === "polynomial" ? POLYNOMIAL : LEAST)[order - 1]!;
  }, 0);
  const layers = activations.length;
  const isPaired = form === "shared-chain" && fold === null;
  const paired = isPaired ? (LEAST_PAIRED[order as 3 | 4] * layers * (layers - 1)) / 2 : 0;
  if (own + paired > MOST_OPERATIONS + ENDS) throw tooManyOperations();
}
