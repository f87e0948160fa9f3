import { badFile } from "../fail.ts";
import type { SchemaElement } from "./footer.ts";

/** A column of plain or nested lists: where its values are, and how deep (Dremel levels). */
export interface Leaf {
  readonly path: string;
  readonly type: string;
  /** The definition level of a value that is there. */
  readonly definition: number;
  /** How many lists the values are nested in. */
  readonly repetition: number;
}

/** Lists of lists of lists take seven elements; levels are stored in bytes. */
const DEEPEST = 64;

/** Follows a top-level column down to its single leaf; null: there is no such column. */
export function findLeaf(schema: readonly SchemaElement[], column: string): Leaf | null {
  const start = findColumn(schema, column);
  if (start === null) return null;
  const path: string[] = [];
  let definition = 0;
  let repetition = 0;
  for (let at = start; ; at++) {
    const element = schema[at] ?? badSchema();
    path.push(element.name);
    if (path.length > DEEPEST) badFile(`the parquet column ${column} is nested too deeply`);
    if (element.repetition !== 0) definition++;
    if (element.repetition === 2) repetition++;
    if (element.children === 0) return { path: path.join("."), type: element.type, definition, repetition };
    if (element.children !== 1) badFile(`the parquet column ${column} is not made of lists alone`);
  }
}

/** Where the root's child of that name is; null: there is none. */
function findColumn(schema: readonly SchemaElement[], column: string): number | null {
  let open = 0;
  for (let at = 1; at < schema.length; at++) {
    const { name, children } = schema[at]!;
    if (open === 0 && name === column) return at;
    if (children < 0) badSchema();
    // Elements that are still to come below the root's child.
    open = Math.max(0, open - 1) + children;
  }
  return null;
}

function badSchema(): never {
  return badFile("the parquet schema is corrupt");
}
