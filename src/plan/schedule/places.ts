import { each } from "../gradual.ts";
import type { Needs } from "./needs.ts";

/** Where buffers lie, and how large they are, in bytes. */
export interface Places {
  readonly offsets: readonly number[];
  readonly sizes: readonly number[];
}

/**
 * What each step waits for, if also the first user of a place waits for the last ones of what was there before.
 *
 * @param begin when each step begins
 */
export function* withPlaces(
  { after, users, last }: Needs,
  begin: readonly number[],
  { offsets, sizes }: Places,
): Generator<void, ReadonlySet<number>[]> {
  const needed = after.map((steps) => new Set(steps));
  const used = [...users.keys()].filter((buffer) => users[buffer]!.length > 0);
  used.sort((x, y) => begin[users[x]![0]!]! - begin[users[y]![0]!]!);
  let there: number[] = [];
  yield* each(used, (buffer) => {
    const [from, to] = [offsets[buffer]!, offsets[buffer]! + sizes[buffer]!];
    const isUnder = (other: number) => offsets[other]! < to && from < offsets[other]! + sizes[other]!;
    const isWithin = (other: number) => from <= offsets[other]! && offsets[other]! + sizes[other]! <= to;
    for (const other of there.filter(isUnder)) {
      for (const step of last[other]!) needed[users[buffer]![0]!]!.add(step);
    }
    there = there.filter((other) => !isWithin(other));
    there.push(buffer);
  });
  return needed;
}
