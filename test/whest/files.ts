import { readFileSync } from "node:fs";

/** Three networks of 32 × 8, as DuckDB wrote them; snappy. */
export const FIXTURE = bytesOf("whestbench-fixture-32x8");
/** Three networks of 4 × 2, uncompressed, in row groups of two and one. */
export const PLAIN = bytesOf("whest-none-v2-plain");

function bytesOf(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`test/networks/${name}.parquet`));
}

/** A file with a column renamed, so that it has no such column. */
export function without(column: string, bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1").replaceAll(column, "x".repeat(column.length));
  return new Uint8Array(Buffer.from(text, "latin1"));
}

/** A file in which the first place that holds `numbers` one after another, in f32, begins with `instead`. */
export function withNumber(bytes: Uint8Array, numbers: readonly number[], instead: number): Uint8Array {
  const at = Buffer.from(bytes).indexOf(new Uint8Array(Float32Array.from(numbers).buffer));
  if (at < 0) throw new Error("the file does not hold these numbers");
  const changed = bytes.slice();
  new DataView(changed.buffer).setFloat32(at, instead, true);
  return changed;
}
