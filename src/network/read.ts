import { ANY, checkOptions } from "../options.ts";
import type { ActivationChoice } from "./assign-activations.ts";
import { badOption, show } from "./fail.ts";
import { FORMATS, type Format, recogniseFormat } from "./format.ts";
import { readJson } from "./json/read.ts";
import type { Network } from "./network.ts";
import { readNpz } from "./npz/read.ts";
import { readWhestNetwork } from "./parquet/whest.ts";
import { readSafetensors } from "./safetensors/read.ts";
import { bytesOf, type NetworkSource } from "./source.ts";
import { networkFromTensors } from "./tensors/from-tensors.ts";
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
  checkOptions("readNetwork", options, { format: ANY, activation: ANY, orientation: ANY, row: ANY });
  checkValues(options);
  const bytes = await bytesOf(source);
  const format = options.format ?? recogniseFormat(bytes);
  checkApplies(options, format);
  switch (format) {
    case "safetensors":
      return networkFromTensors(readSafetensors(bytes), options);
    case "npz":
      return networkFromTensors(await readNpz(bytes), options);
    case "json":
      return readJson(bytes, options);
    case "parquet":
      return readWhestNetwork(bytes, options.row);
  }
}

function checkValues({ format, orientation, row }: ReadOptions): void {
  if (format !== undefined && !FORMATS.includes(format)) {
    badOption(`format is ${show(format)}; expected ${FORMATS.join(", ")}`);
  }
  if (orientation !== undefined && orientation !== "out-in" && orientation !== "in-out") {
    badOption(`orientation is ${show(orientation)}; expected "out-in" or "in-out"`);
  }
  if (row !== undefined && !(Number.isSafeInteger(row) && row >= 0)) {
    badOption(`row is ${show(row)}; expected a row number, from 0`);
  }
}

function checkApplies({ activation, orientation, row }: ReadOptions, format: Format): void {
  if (format !== "parquet") {
    if (row !== undefined) badOption(`the option row does not apply to ${format}, which holds one network`);
    return;
  }
  const fixed = "does not apply to WhestBench parquet, which is ReLU throughout and [in, out]";
  if (activation !== undefined) badOption(`the option activation ${fixed}`);
  if (orientation !== undefined) badOption(`the option orientation ${fixed}`);
}
