import type { FloatArray, GaussianInput, Network } from "../network/network.ts";

/** What plans load: numbers alone, so that it can be sent to another thread. */
export interface InputData {
  readonly layers: readonly {
    readonly weight: FloatArray;
    readonly bias: FloatArray | null;
    readonly weightVariance: number | null;
  }[];
  readonly input: GaussianInput | null;
  /** What else there is, by name. */
  readonly others?: Readonly<Record<string, Float64Array>>;
}

export function inputData({ layers }: Network, input: GaussianInput | null): InputData {
  return {
    layers: layers.map(({ weight, bias, weightVariance }) => ({ weight: weight.data, bias, weightVariance })),
    input,
  };
}

/** The data of the inputs that a plan loads by name. */
export function inputsOf({ layers, input, others }: InputData): (source: string) => ArrayLike<number> {
  return (source) => {
    if (others?.[source]) return others[source];
    if (source === "input.mean") return input!.mean;
    if (source === "input.covariance") return input!.covariance!.data;
    const [, index, what] = source.split(".");
    const layer = layers[Number(index)]!;
    if (what === "weight") return layer.weight;
    return what === "bias" ? layer.bias! : [layer.weightVariance!];
  };
}
