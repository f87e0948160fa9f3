import type { parquetSchema } from "hyparquet/src/index.js";
import { badFile } from "../fail.ts";

type SchemaTree = ReturnType<typeof parquetSchema>;

/** A column of plain or nested lists: where its values are, and how deep (Dremel levels). */
export interface Leaf {
  readonly path: string;
  readonly type: string;
  /** The definition level of a value that is there. */
  readonly definition: number;
  /** How many lists the values are nested in. */
  readonly repetition: number;
}

/** Follows a top-level column down to its single leaf; null: there is no such column. */
export function findLeaf(tree: SchemaTree, column: string): Leaf | null {
  let node = tree.children.find(({ element }) => element.name === column);
  if (!node) return null;
  let definition = 0;
  let repetition = 0;
  for (;;) {
    const kind = node.element.repetition_type;
    if (kind !== "REQUIRED") definition++;
    if (kind === "REPEATED") repetition++;
    if (node.children.length === 0) break;
    if (node.children.length > 1) badFile(`the parquet column ${column} is not made of lists alone`);
    node = node.children[0]!;
  }
  return { path: node.path.join("."), type: node.element.type ?? "none", definition, repetition };
}
