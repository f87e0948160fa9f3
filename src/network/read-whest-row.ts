import type { WhestRow } from "./parquet/whest-row.ts";

/**
 * Reads one row of a WhestBench parquet file: column `weights`, lists `[depth][in][out]`, ReLU after every
 * matrix, no output map. The variance the weights were drawn with is not recorded, and not assumed.
 *
 * @param row from 0; may be left out if the file has exactly one row
 * @throws KpropError `bad-option`: no bytes, or no such row; `bad-file`: corrupt, or not WhestBench's columns;
 * `bad-network`
 */
export async function readWhestRow(bytes: Uint8Array, row?: number): Promise<WhestRow> {
  return (await import("./files.ts")).readWhestRow(bytes, row);
}
