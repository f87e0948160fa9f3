import { relu } from "../../activations/relu.ts";
import { checkNetwork } from "../check.ts";
import { badFile, badOption, show } from "../fail.ts";
import { isBytes } from "../is-bytes.ts";
import { checkLayerCount } from "../limits.ts";
import type { FloatArray, Layer, Network } from "../network.ts";
import { transposed } from "../tensor.ts";
import { bytesInMemory } from "./byte-source.ts";
import type { Leaf } from "./leaf.ts";
import { openParquet, type ParquetFile } from "./open.ts";
import { hasKnownEncodings, readRow, readRows } from "./read-row.ts";
import type { Row } from "./row-scan.ts";
import type { WhestRow } from "./whest-row.ts";

/** What `readWhestRow` of the public face does. */
export async function readWhestRow(bytes: Uint8Array, row?: number): Promise<WhestRow> {
  if (!isBytes(bytes)) badOption(`bytes is ${show(bytes)}; expected a Uint8Array`);
  const file = await openParquet(bytesInMemory(bytes));
  const index = chooseRow(file.rows, row);
  return withMeans(file, index, await readRowNetwork(file, index));
}

/** The network of `readWhestRow` alone: no other column is read. */
export async function readWhestNetwork(bytes: Uint8Array, row?: number): Promise<Network> {
  const file = await openParquet(bytesInMemory(bytes));
  return readRowNetwork(file, chooseRow(file.rows, row));
}

/**
 * Rows `first` to `end` (excluded) of an open file, one after another, each read when it is asked for.
 *
 * @throws KpropError `bad-file` or `bad-network`, for the row that is wrong
 */
export async function* readWhestRows(
  file: ParquetFile,
  first: number,
  end: number,
): AsyncGenerator<WhestRow, void> {
  let row = first;
  for await (const weights of readRows(file, weightsLeaf(file), first, end)) {
    yield await withMeans(file, row, toNetwork(weights));
    row++;
  }
}

async function withMeans(file: ParquetFile, row: number, network: Network): Promise<WhestRow> {
  const final = await readLists(file, "final_means", 1, row);
  const all = await readLists(file, "all_layer_means", 2, row);
  return {
    name: await readName(file, row),
    network,
    finalMeans: final && Float64Array.from(final.values),
    layerMeans: all && split(all).map((list) => Float64Array.from(list.values)),
  };
}

async function readRowNetwork(file: ParquetFile, row: number): Promise<Network> {
  return toNetwork(await readRow(file, weightsLeaf(file), row));
}

function toNetwork(weights: Row): Network {
  const network: Network = { layers: toLayers(weights as Lists), input: null, notes: [] };
  checkNetwork(network);
  return network;
}

function weightsLeaf(file: ParquetFile): Leaf {
  return (
    listsLeaf(file, "weights", 3) ?? badFile('the parquet file has no column "weights": not WhestBench?')
  );
}

function chooseRow(rows: number, row: number | undefined): number {
  const holds = `the parquet file has ${rows} row${rows === 1 ? "" : "s"}`;
  if (row === undefined && rows !== 1) badOption(`${holds}: pass the option row, from 0`);
  if (row !== undefined && !(Number.isSafeInteger(row) && row >= 0 && row < rows)) {
    badOption(`${holds}, so there is no row ${show(row)}`);
  }
  return row ?? 0;
}

/** A row of a column of numbers. */
interface Lists extends Row {
  readonly values: FloatArray;
}

/** A row of a column of numbers in `depth` levels of lists; null: there is no such column. */
async function readLists(
  file: ParquetFile,
  column: string,
  depth: number,
  row: number,
): Promise<Lists | null> {
  const leaf = listsLeaf(file, column, depth);
  return leaf && ((await readRow(file, leaf, row)) as Lists);
}

function listsLeaf(file: ParquetFile, column: string, depth: number): Leaf | null {
  const leaf = file.leaf(column);
  if (!leaf) return null;
  if (leaf.repetition !== depth || (leaf.type !== "FLOAT" && leaf.type !== "DOUBLE")) {
    const found = `${leaf.type} in ${leaf.repetition} levels of lists`;
    badFile(`the parquet column ${column} holds ${found}; expected FLOAT or DOUBLE in ${depth}`);
  }
  return leaf;
}

async function readName(file: ParquetFile, row: number): Promise<string | null> {
  const leaf = file.leaf("mlp_name");
  if (leaf?.repetition !== 0 || leaf.type !== "BYTE_ARRAY" || !hasKnownEncodings(file, leaf, row))
    return null;
  return String((await readRow(file, leaf, row)).values[0]);
}

function toLayers(weights: Lists): Layer[] {
  return split(weights).map(toLayer);
}

/** A matrix `[in][out]`, whose rows begin wherever a level is at most 2. */
function toLayer({ repetition, values }: Lists, l: number): Layer {
  const columns = rowEnd(repetition, 0);
  for (let start = columns; start < values.length; ) {
    const end = rowEnd(repetition, start);
    if (end - start !== columns) {
      const row = start / columns;
      badFile(`weights[${l}][${row}] has ${end - start} entries, the rows before it ${columns}`);
    }
    start = end;
  }
  const rows = values.length / columns;
  const data = transposed(values instanceof Float32Array ? values : new Float32Array(values), rows, columns);
  return {
    weight: { rows: columns, columns: rows, data },
    bias: null,
    activation: relu,
    weightVariance: null,
  };
}

function rowEnd(repetition: Uint8Array, start: number): number {
  let end = start + 1;
  while (end < repetition.length && repetition[end]! > 2) end++;
  return end;
}

/** The outermost lists, which begin wherever a level is at most 1. */
function split({ repetition, values }: Lists): Lists[] {
  const starts: number[] = [];
  for (let i = 0; i < repetition.length; i++) if (i === 0 || repetition[i]! <= 1) starts.push(i);
  checkLayerCount(starts.length);
  return starts.map((start, i) => ({
    repetition: repetition.subarray(start, starts[i + 1]),
    values: values.subarray(start, starts[i + 1]),
  }));
}
