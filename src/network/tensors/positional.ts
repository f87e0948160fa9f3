import { badNetwork } from "../fail.ts";
import { describe, type NamedTensor, type StoredLayer } from "./stored-layer.ts";

const POSITIONAL = /^arr_(\d+)$/;

/** Whether the name is what `numpy.savez` gives to arrays passed by position. */
export function isPositional({ name }: NamedTensor): boolean {
  return POSITIONAL.test(name);
}

/** Layers from `arr_0, arr_1, …`: a one-dimensional array is the bias of the weight just before it. */
export function inStoredOrder(tensors: readonly NamedTensor[]): StoredLayer[] {
  const number = ({ name }: NamedTensor) => Number(POSITIONAL.exec(name)![1]);
  const layers: { weight: NamedTensor; bias: NamedTensor | null }[] = [];
  for (const [i, tensor] of [...tensors].sort((a, b) => number(a) - number(b)).entries()) {
    if (number(tensor) !== i) badNetwork(`"arr_${i}" is missing: the arrays end with ${describe(tensor)}`);
    const before = layers.at(-1);
    if (tensor.shape.length === 2) layers.push({ weight: tensor, bias: null });
    else if (before && !before.bias) before.bias = tensor;
    else badNetwork(`${describe(tensor)} is a bias without a weight before it`);
  }
  return layers;
}
