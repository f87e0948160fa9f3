import { InvalidArgumentError } from "commander";
import { badOption } from "../network/fail.ts";

/** Rows from `first` to `last`, both included, counted from 0. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** "7" or "0-9". */
export function rowRange(text: string): RowRange {
  const [, from, to = from] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (first <= last) return { first, last };
  throw new InvalidArgumentError("Expected a row, or the first and the last, from 0: 7 or 0-9.");
}

/** @throws KpropError `bad-option`: there are no such rows */
export function checkRows({ last }: RowRange, rows: number): void {
  if (last < rows) return;
  badOption(rows === 0 ? "there are no rows" : `there is no row ${last}: rows are 0 to ${rows - 1}`);
}
