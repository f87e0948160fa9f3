import { show } from "../fail.ts";
import { shapeText, type Tensor } from "../tensor.ts";

/** A tensor and what it is called in its file. */
export interface NamedTensor extends Tensor {
  readonly name: string;
}

/** A layer as stored: the weight in whichever orientation, the bias if there is one. */
export interface StoredLayer {
  readonly weight: NamedTensor;
  readonly bias: NamedTensor | null;
}

/** `"fc1.weight" [8, 5]`, as messages name a tensor. */
export function describe({ name, shape }: NamedTensor): string {
  return `${show(name)} ${shapeText(shape)}`;
}

/** The names of some tensors for a message, at most six of them. */
export function list(tensors: readonly NamedTensor[]): string {
  const shown = tensors.slice(0, 6).map(({ name }) => show(name));
  return tensors.length > 6 ? `${shown.join(", ")} and ${tensors.length - 6} more` : shown.join(", ");
}
