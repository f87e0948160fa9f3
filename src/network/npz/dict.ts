import { badFile, show } from "../fail.ts";

/** What a Python literal in an .npy header can be, as it is written; text without its quotes. */
export interface DictValue {
  readonly kind: "text" | "word" | "tuple" | "list";
  readonly text: string;
}

/** Brackets around a value, and what it is then. A list is taken up to its last bracket: nobody looks into it. */
const BRACKETS: Readonly<Record<string, { close: string; kind: DictValue["kind"] }>> = {
  "'": { close: "'", kind: "text" },
  "(": { close: ")", kind: "tuple" },
};

/**
 * The items of a Python dict literal whose keys are words in single quotes, and whose values are text in single quotes, True,
 * False, a tuple without brackets in it, or a list. Every character is looked at once.
 *
 * @param what names the array in messages
 * @throws KpropError `bad-file`
 */
export function parseDict(literal: string, what: string): Map<string, DictValue> {
  const text = literal.trim();
  if (!text.startsWith("{") || !text.endsWith("}")) badFile(`${what}: the .npy header is no dict`);
  const refuse = (): never => badFile(`${what}: cannot read the .npy header ${show(text)}`);
  const items = new Map<string, DictValue>();
  const end = text.length - 1;
  for (let at = skipSpace(text, 1); at < end; ) {
    const key = readValue(text, at, end) ?? refuse();
    const colon = skipSpace(text, key.end);
    if (key.value.kind !== "text" || text[colon] !== ":") refuse();
    const item = readValue(text, skipSpace(text, colon + 1), end) ?? refuse();
    const name = key.value.text;
    if (items.has(name)) badFile(`${what}: the .npy header has ${show(name)} twice`);
    items.set(name, item.value);
    const after = skipSpace(text, item.end);
    if (text[after] !== "," && after !== end) refuse();
    at = skipSpace(text, after + 1);
  }
  return items;
}

/** The value that begins at `start`, and where it ends; null: none, or it goes beyond `end`. */
function readValue(text: string, start: number, end: number): { value: DictValue; end: number } | null {
  for (const word of ["True", "False"]) {
    if (text.startsWith(word, start))
      return { value: { kind: "word", text: word }, end: start + word.length };
  }
  if (text[start] === "[") {
    const close = text.lastIndexOf("]", end);
    return close > start
      ? { value: { kind: "list", text: text.slice(start, close + 1) }, end: close + 1 }
      : null;
  }
  const bracket = BRACKETS[text[start] ?? ""];
  const close = bracket ? text.indexOf(bracket.close, start + 1) : -1;
  if (!bracket || close < 0 || close >= end) return null;
  return { value: { kind: bracket.kind, text: text.slice(start + 1, close) }, end: close + 1 };
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (" \t\r\n".includes(text[at] ?? "x")) at++;
  return at;
}
