import type { ActivationChoice } from "./assign-activations.ts";
import type { Format } from "./format.ts";
import type { Network } from "./network.ts";
import type { NetworkSource } from "./source.ts";
import type { Orientation } from "./tensors/orientation.ts";

export interface ReadOptions {
  /** Default: recognised by the first bytes, never by the file's name. */
  readonly format?: Format;
  /**
   * A name or a function for every layer but the last, or a list with or without the last layer's. Wins over what the file
   * records; default: that, or relu with a note. Not for parquet.
   */
  readonly activation?: ActivationChoice;
  /** How weights are stored. Default: what names or shapes tell; see `chooseOrientation`. Not for parquet. */
  readonly orientation?: Orientation;
  /** Which row of a parquet file, from 0; may be left out if there is one row only. Parquet only. */
  readonly row?: number;
}

/**
 * Reads a network from safetensors, npz, kprop's JSON or a WhestBench parquet file, and checks it.
 * What had to be decided on the way stands in the network's `notes`.
 *
 * @param source bytes, a Blob, or (where there is a file system) a path or file: URL
 * @throws KpropError `bad-file`, `bad-option`, `bad-network`, `bad-input`, `ambiguous-orientation`,
 * `unknown-activation`, `unsupported-runtime`
 */
export async function readNetwork(source: NetworkSource, options: ReadOptions = {}): Promise<Network> {
  return (await import("./files.ts")).readSource(source, options);
}
