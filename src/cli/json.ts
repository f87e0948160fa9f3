import { isFloatArray } from "../network/finite.ts";
import type { FloatArray } from "../network/network.ts";

/** Characters from which on a piece is given. */
const PIECE = 2 ** 16;

/** Numbers that are put together at once. */
const NUMBERS = 1024;

/**
 * The text of `JSON.stringify(value, null, 2)`, piece by piece, so that it may be longer than any string; typed arrays are lists.
 * Infinities, which JSON lacks, are null.
 */
export function* jsonPieces(value: unknown): Generator<string> {
  let piece = "";
  for (const part of parts(value, "\n")) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

function* parts(value: unknown, margin: string): Generator<string> {
  if (isFloatArray(value)) yield* numbers(value, margin);
  else if (Array.isArray(value)) yield* members("[]", unnamed(value), margin);
  else if (typeof value === "object" && value !== null) yield* members("{}", named(value), margin);
  else yield JSON.stringify(value) ?? "null";
}

function* unnamed(list: readonly unknown[]): Generator<[label: string, member: unknown]> {
  for (const member of list) yield ["", member];
}

/** What JSON has no value for is left out. */
function* named(object: object): Generator<[label: string, member: unknown]> {
  for (const [key, member] of Object.entries(object)) {
    if (JSON.stringify(typeof member === "object" ? null : member) === undefined) continue;
    yield [`${JSON.stringify(key)}: `, member];
  }
}

function* members(
  brackets: "[]" | "{}",
  entries: Iterable<readonly [string, unknown]>,
  margin: string,
): Generator<string> {
  const inner = `${margin}  `;
  let before = brackets[0];
  for (const [label, member] of entries) {
    yield before + inner + label;
    yield* parts(member, inner);
    before = ",";
  }
  yield before === "," ? margin + brackets[1] : brackets;
}

function* numbers(values: FloatArray, margin: string): Generator<string> {
  const inner = `${margin}  `;
  for (let at = 0; at < values.length; at += NUMBERS) {
    const texts = Array.from(values.subarray(at, at + NUMBERS), (x) =>
      Number.isFinite(x) ? String(x) : "null",
    );
    yield (at === 0 ? "[" : ",") + inner + texts.join(`,${inner}`);
  }
  yield values.length > 0 ? `${margin}]` : "[]";
}
