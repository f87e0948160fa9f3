import { badFile, show } from "./fail.ts";

/** Networks nest six deep. */
const DEEPEST = 64;
/** Lists, objects and keys take some 70 bytes each, however short they are in the text: so many at most, and one in 16 characters. */
const MOST_PARTS = 2 ** 17;

/**
 * Parses JSON and refuses what `JSON.parse` lets pass: a key that occurs twice in one object; and, before, what would take
 * many times the text's size: nesting without end, lists and objects without contents.
 *
 * @param what names the text in messages
 * @throws KpropError `bad-file`
 */
export function parseJson(text: string, what: string): unknown {
  checkParts(text, what);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return badFile(`${what} is not valid JSON: ${(cause as Error).message}`, cause);
  }
  const twice = duplicateKey(text);
  if (twice !== null) badFile(`${what} has the key ${show(twice)} twice`);
  return value;
}

/** Bounds depth and number of parts; whether the text is valid is looked at later. */
function checkParts(text: string, what: string): void {
  let parts = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '"') i = stringEnd(text, i) - 1;
    else if (c === "[" || c === "{") depth++;
    else if (c === "]" || c === "}") depth--;
    if (c === "[" || c === "{" || c === ":") parts++;
    if (depth > DEEPEST) badFile(`${what} nests more than ${DEEPEST} lists and objects in each other`);
  }
  const most = MOST_PARTS + text.length / 16;
  if (parts > most) badFile(`${what} has ${parts} lists, objects and keys in ${text.length} characters`);
}

/** Decodes UTF-8 and refuses what is not. */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    return badFile(`${what} is not valid UTF-8`, cause);
  }
}

/** The first key that is written twice in one object of a valid JSON text; null: none. */
function duplicateKey(text: string): string | null {
  const open: (Set<string> | null)[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "{") open.push(new Set());
    else if (c === "[") open.push(null);
    else if (c === "}" || c === "]") open.pop();
    if (c !== '"') continue;
    const end = stringEnd(text, i);
    const key = isKey(text, end) ? stringValue(text, i, end) : null;
    const keys = open.at(-1);
    if (key !== null && keys?.has(key)) return key;
    if (key !== null) keys?.add(key);
    i = end - 1;
  }
  return null;
}

/** The index after the closing quote of the string that opens at `start`, or beyond the text if it has none. */
function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i + 1;
}

/** What a string stands for, which mostly is what it says. */
function stringValue(text: string, start: number, end: number): string {
  const plain = text.slice(start + 1, end - 1);
  return plain.includes("\\") ? (JSON.parse(text.slice(start, end)) as string) : plain;
}

function isKey(text: string, after: number): boolean {
  let i = after;
  while (" \t\r\n".includes(text[i] ?? "x")) i++;
  return text[i] === ":";
}
