import { badNetwork } from "./fail.ts";

/** The most layers that a file may hold: far more than any estimate can go through, and few enough to be read in no time. */
const MOST_LAYERS = 10_000;

/** A weight and a bias for each layer. */
const MOST_TENSORS = 2 * MOST_LAYERS;

/** @throws KpropError `bad-network`: more layers than any network has, found before they are put in order */
export function checkLayerCount(layers: number): void {
  if (layers > MOST_LAYERS) badNetwork(`the file has ${layers} layers; ${MOST_LAYERS} are the most`);
}

/** @throws KpropError `bad-network`: more tensors than any network has, found before they are put in order */
export function checkTensorCount(tensors: number): void {
  if (tensors <= MOST_TENSORS) return;
  badNetwork(
    `the file has ${tensors} tensors; at most ${MOST_TENSORS} are read, a weight and a bias for each of ${MOST_LAYERS} layers`,
  );
}
