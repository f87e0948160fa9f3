import { KpropError } from "../errors.ts";
import { badFile } from "../network/fail.ts";
import { type Network, widths } from "../network/network.ts";
import type { ParquetFile } from "../network/parquet/open.ts";
import { readWhestRows } from "../network/parquet/whest.ts";
import type { WhestRow } from "../network/parquet/whest-row.ts";
import type { NetworkMeans } from "./score.ts";

/** A network whose means are known. */
export interface KnownRow {
  /** In its file, from 0. */
  readonly row: number;
  readonly name: string | null;
  readonly network: Network;
  readonly truth: NetworkMeans;
}

/**
 * Rows `first` to `end` (excluded) of a file, one after another; one at a time is in memory.
 *
 * @throws KpropError `bad-file` or `bad-network`, saying which row is wrong
 */
export async function* knownRows(
  file: ParquetFile,
  first: number,
  end: number,
): AsyncGenerator<KnownRow, void> {
  let row = first;
  try {
    for await (const read of readWhestRows(file, first, end)) {
      const { name, network } = read;
      yield { row, name, network, truth: truthOf(read) };
      row++;
    }
  } catch (error) {
    if (!(error instanceof KpropError)) throw error;
    throw new KpropError(error.code, `row ${row}: ${error.message}`, { cause: error });
  }
}

/** The means that a row records, checked against its network. */
function truthOf({ network, finalMeans, layerMeans }: WhestRow): NetworkMeans {
  const [, ...outputs] = widths(network);
  if (finalMeans === null) return badFile('no column "final_means" to score against');
  checkMeans(finalMeans, outputs.at(-1)!, "final_means");
  if (layerMeans !== null && layerMeans.length !== outputs.length) {
    badFile(`all_layer_means has ${layerMeans.length} layers; the network has ${outputs.length}`);
  }
  for (const [l, means] of layerMeans?.entries() ?? [])
    checkMeans(means, outputs[l]!, `all_layer_means[${l}]`);
  return { final: finalMeans, layers: layerMeans };
}

function checkMeans(means: Float64Array, width: number, name: string): void {
  if (means.length !== width) badFile(`${name} has ${means.length} entries; its layer has ${width} neurons`);
  const odd = means.findIndex((mean) => !Number.isFinite(mean));
  if (odd >= 0) badFile(`${name}[${odd}] is ${means[odd]}; expected a finite number`);
}
