import { type Command, Option } from "commander";
import { parseActivation } from "../activations/parse.ts";
import { FORMATS, type Format } from "../network/format.ts";
import type { Network } from "../network/network.ts";
import { type ReadOptions, readNetwork } from "../network/read.ts";
import type { Orientation } from "../network/tensors/orientation.ts";
import { wholeNumber } from "./arguments.ts";
import { inFile } from "./named-file.ts";

/** What says how a network file is to be read. */
export interface NetworkFlags {
  readonly format?: Format;
  readonly activation?: string;
  readonly orientation?: Orientation;
  readonly row?: number;
}

/** Adds the argument NET, or what it is called, and the flags that say how to read it. */
export function addNetwork(command: Command, name = "NET"): Command {
  return command
    .argument(`<${name}>`, "a network: safetensors, npz, JSON or WhestBench parquet")
    .option(
      "--activation <NAME,…>",
      "of every hidden layer, or one for each; leaky_relu:SLOPE, polynomial:C0/C1/…; default: what NET says, or relu",
    )
    .addOption(
      new Option(
        "--orientation <ORIENTATION>",
        "how weights are stored; default: as names or shapes tell",
      ).choices(["out-in", "in-out"]),
    )
    .option("--row <N>", "which network of a parquet file, from 0", wholeNumber(0))
    .addOption(new Option("--format <FORMAT>", "default: as the contents tell").choices([...FORMATS]));
}

/**
 * Reads the network.
 *
 * @throws KpropError as `readNetwork`, what is wrong with the file under its name
 */
export async function readWithFlags(path: string, flags: NetworkFlags): Promise<Network> {
  const { format, orientation, row, activation } = flags;
  const options = {
    ...(format && { format }),
    ...(orientation && { orientation }),
    ...(row !== undefined && { row }),
    ...(activation !== undefined && { activation: activationChoice(activation) }),
  };
  return inFile(path, readNetwork(path, options));
}

/** One name goes to every hidden layer, several to one layer each. */
function activationChoice(text: string): NonNullable<ReadOptions["activation"]> {
  const names = text.split(",").map((name) => name.trim());
  names.forEach(parseActivation);
  return names.length === 1 ? names[0]! : names;
}
