import type { Network } from "../network.ts";

/** A row of a WhestBench file: a network, and the means that were recorded for it under N(0, I). */
export interface WhestRow {
  /** Column `mlp_name`; null: not recorded, or delta-encoded text, which is not decoded. */
  readonly name: string | null;
  readonly network: Network;
  /** Column `final_means`: the mean of each output; null: not recorded. */
  readonly finalMeans: Float64Array | null;
  /** Column `all_layer_means`: the mean of each neuron after each layer's ReLU; null: not recorded. */
  readonly layerMeans: readonly Float64Array[] | null;
}
