import { badFile, show } from "./fail.ts";

/**
 * Parses JSON and refuses what `JSON.parse` lets pass: a key that occurs twice in one object.
 *
 * @param what names the text in messages
 * @throws KpropError `bad-file`
 */
export function parseJson(text: string, what: string): unknown {
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
    const key = isKey(text, end) ? (JSON.parse(text.slice(i, end)) as string) : null;
    const keys = open.at(-1);
    if (key !== null && keys?.has(key)) return key;
    if (key !== null) keys?.add(key);
    i = end - 1;
  }
  return null;
}

/** The index after the closing quote of the string that opens at `start`. */
function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i + 1;
}

function isKey(text: string, after: number): boolean {
  let i = after;
  while (" \t\r\n".includes(text[i] ?? "x")) i++;
  return text[i] === ":";
}
