import { badNetwork } from "../fail.ts";
import { checkLayerCount, checkTensorCount } from "../limits.ts";
import { pairByStem } from "./group.ts";
import { inStoredOrder, isPositional } from "./positional.ts";
import { inSequence, type Sequence } from "./sequence.ts";
import type { NamedTensor } from "./stored-layer.ts";
import { refuseUnread } from "./unread.ts";

/**
 * Puts tensors together to layers, in order. Two-dimensional tensors are weights, one-dimensional ones
 * biases; they are paired by the stem of their names and ordered by the numbers in it. Names that leave the
 * order open are refused, never guessed at.
 *
 * @throws KpropError `bad-network`, naming the tensors
 */
export function toLayers(tensors: readonly NamedTensor[]): Sequence {
  checkTensorCount(tensors.length);
  checkLayerCount(tensors.filter(({ shape }) => shape.length === 2).length);
  refuseUnread(tensors);
  if (!tensors.some(({ shape }) => shape.length === 2))
    badNetwork("there is no weight: no 2-dimensional tensor");
  if (tensors.every(isPositional)) return { layers: inStoredOrder(tensors), doubts: [] };
  return inSequence(pairByStem(tensors));
}
