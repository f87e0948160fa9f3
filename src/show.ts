/** Characters of a value, and of a whole message, that are shown. */
const LONGEST = { value: 60, message: 500 };

/** Any value as a message shows it: strings in quotes, `2n` and `NaN` as such, objects in short; on one line. */
export function show(value: unknown): string {
  return printable(textOf(value), LONGEST.value);
}

/** A message as it may be printed, whoever supplied its words. */
export function oneLine(message: string): string {
  return printable(message, LONGEST.message);
}

/** What does not print, or breaks or reverses a line, is escaped, and the middle of what is long left out. */
function printable(text: string, longest: number): string {
  const escaped = cut(text, longest).replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
  return cut(escaped, longest);
}

/** The middle is left out of what is longer: names differ at their ends. */
function cut(text: string, longest: number): string {
  const end = longest >> 2;
  return text.length > longest ? `${text.slice(0, longest - end - 3)}...${text.slice(-end)}` : text;
}

function textOf(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  const isJson = typeof value === "string" || isPlain(value) || Array.isArray(value);
  if (isJson) return json(value);
  return typeof value === "object" && value !== null ? tag(value) : String(value);
}

/** Whether it is an object as literals make them, from whatever realm: no array, no instance of a class. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function json(value: unknown): string {
  try {
    return (
      JSON.stringify(value, (_, part: unknown) => (isJsonType(part) ? part : textOf(part))) ?? tag(value)
    );
  } catch {
    return tag(value);
  }
}

/** Whether JSON has it, so that it needs no words of ours. */
function isJsonType(part: unknown): boolean {
  if (typeof part === "number") return Number.isFinite(part);
  if (typeof part === "object") return part === null || Array.isArray(part) || isPlain(part);
  return typeof part === "string" || typeof part === "boolean";
}

/** `[object Map]`. */
function tag(value: unknown): string {
  return Object.prototype.toString.call(value);
}
