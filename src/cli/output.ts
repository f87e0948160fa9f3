import { once } from "node:events";
import process from "node:process";
import { complain } from "./complain.ts";
import { jsonPieces } from "./json.ts";

/** Ends the process where nobody reads its output any more, quietly, or where the output cannot be written. */
export function watchOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    complain(`cannot write to standard output: ${error.message}`);
    process.exit(2);
  });
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints a value as JSON (see `jsonPieces`), no faster than it is read. */
export async function printJson(value: unknown): Promise<void> {
  for (const piece of jsonPieces(value)) {
    if (!process.stdout.write(piece)) await once(process.stdout, "drain");
  }
  print("");
}

/** Columns of text, the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join("  ");
  return rows.map((row) => line(row).trimEnd()).join("\n");
}
