import { relu } from "../../activations/relu.ts";
import { checkNetwork } from "../check.ts";
import { badFile, badOption, show } from "../fail.ts";
import type { Layer, Network } from "../network.ts";
import { transposed } from "../tensor.ts";
import { openParquet, type ParquetFile } from "./open.ts";
import { hasKnownEncodings, type Row, readRow } from "./read-row.ts";

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

/**
 * Reads one row of a WhestBench parquet file: column `weights`, lists `[depth][in][out]`, ReLU after every
 * matrix, no output map. The variance the weights were drawn with is not recorded, and not assumed.
 *
 * @param row from 0; may be left out if the file has exactly one row
 * @throws KpropError `bad-option`: no bytes, or no such row; `bad-file`: corrupt, or not WhestBench's columns;
 * `bad-network`
 */
export async function readWhestRow(bytes: Uint8Array, row?: number): Promise<WhestRow> {
  if (!(bytes instanceof Uint8Array)) badOption(`bytes is ${show(bytes)}; expected a Uint8Array`);
  const file = await openParquet(bytes);
  const index = chooseRow(file.rows, row);
  const network = await toNetwork(file, index);
  const final = await readLists(file, "final_means", 1, index);
  const all = await readLists(file, "all_layer_means", 2, index);
  return {
    name: await readName(file, index),
    network,
    finalMeans: final && numbers(final.values),
    layerMeans: all && split(all, 1).map((list) => numbers(list.values)),
  };
}

/** The network of `readWhestRow` alone: no other column is read. */
export async function readWhestNetwork(bytes: Uint8Array, row?: number): Promise<Network> {
  const file = await openParquet(bytes);
  return toNetwork(file, chooseRow(file.rows, row));
}

async function toNetwork(file: ParquetFile, row: number): Promise<Network> {
  const weights = await readLists(file, "weights", 3, row);
  if (!weights) badFile('the parquet file has no column "weights": not WhestBench?');
  const network: Network = { layers: toLayers(weights), input: null, notes: [] };
  checkNetwork(network);
  return network;
}

function chooseRow(rows: number, row: number | undefined): number {
  const holds = `the parquet file has ${rows} row${rows === 1 ? "" : "s"}`;
  if (row === undefined && rows !== 1) badOption(`${holds}: pass the option row, from 0`);
  if (row !== undefined && !(Number.isSafeInteger(row) && row >= 0 && row < rows)) {
    badOption(`${holds}, so there is no row ${show(row)}`);
  }
  return row ?? 0;
}

/** A row of a column of numbers in `depth` levels of lists; null: there is no such column. */
async function readLists(file: ParquetFile, column: string, depth: number, row: number): Promise<Row | null> {
  const leaf = file.leaf(column);
  if (!leaf) return null;
  if (leaf.repetition !== depth || (leaf.type !== "FLOAT" && leaf.type !== "DOUBLE")) {
    const found = `${leaf.type} in ${leaf.repetition} levels of lists`;
    badFile(`the parquet column ${column} holds ${found}; expected FLOAT or DOUBLE in ${depth}`);
  }
  return readRow(file, leaf, row);
}

async function readName(file: ParquetFile, row: number): Promise<string | null> {
  const leaf = file.leaf("mlp_name");
  if (leaf?.repetition !== 0 || leaf.type !== "BYTE_ARRAY" || !hasKnownEncodings(file, leaf, row))
    return null;
  return String((await readRow(file, leaf, row)).values[0]);
}

function toLayers(weights: Row): Layer[] {
  return split(weights, 1).map((matrix, l) => {
    const rows = split(matrix, 2);
    const columns = rows[0]!.values.length;
    const ragged = rows.findIndex(({ values }) => values.length !== columns);
    if (ragged >= 0) {
      badFile(
        `weights[${l}][${ragged}] has ${rows[ragged]!.values.length} entries, the rows before it ${columns}`,
      );
    }
    const data = transposed(Float32Array.from(matrix.values, Number), rows.length, columns);
    return {
      weight: { rows: columns, columns: rows.length, data },
      bias: null,
      activation: relu,
      weightVariance: null,
    };
  });
}

/** The lists that a list at nesting `level` consists of. */
function split({ repetition, values }: Row, level: number): Row[] {
  const starts: number[] = [];
  for (let i = 0; i < repetition.length; i++) if (i === 0 || repetition[i]! <= level) starts.push(i);
  return starts.map((start, i) => ({
    repetition: repetition.slice(start, starts[i + 1]),
    values: values.slice(start, starts[i + 1]),
  }));
}

function numbers(values: Row["values"]): Float64Array {
  return Float64Array.from(values, Number);
}
