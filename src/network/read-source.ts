import { ANY, checkOptions } from "../options.ts";
import { badOption, show } from "./fail.ts";
import { FORMATS, type Format, recogniseFormat } from "./format.ts";
import { readJson } from "./json/read.ts";
import type { Network } from "./network.ts";
import { readNpz } from "./npz/read.ts";
import { readWhestNetwork } from "./parquet/whest.ts";
import type { ReadOptions } from "./read.ts";
import { decodeSafetensors } from "./safetensors/decode.ts";
import { bytesOf, type NetworkSource } from "./source.ts";
import { networkFromTensors } from "./tensors/from-tensors.ts";

/** See `readNetwork`. */
export async function readSource(source: NetworkSource, options: ReadOptions): Promise<Network> {
  checkOptions("readNetwork", options, { format: ANY, activation: ANY, orientation: ANY, row: ANY });
  checkValues(options);
  const bytes = await bytesOf(source);
  const format = options.format ?? recogniseFormat(bytes);
  checkApplies(options, format);
  return parse(bytes, format, options);
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

/** The network in a file of a known format. */
async function parse(bytes: Uint8Array, format: Format, options: ReadOptions): Promise<Network> {
  switch (format) {
    case "safetensors":
      return networkFromTensors(decodeSafetensors(bytes), options);
    case "npz":
      return networkFromTensors(readNpz(bytes), options);
    case "json":
      return readJson(bytes, options);
    case "parquet":
      return readWhestNetwork(bytes, options.row);
  }
}
