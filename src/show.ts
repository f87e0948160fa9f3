import { reading } from "./errors.ts";
import { printable } from "./printable.ts";

/** Characters of a value that are shown. */
const LONGEST = 60;

/** Any value as a message shows it: strings in quotes, `2n` and `NaN` as such, objects in short; on one line. */
export function show(value: unknown): string {
  return printable(
    reading("what was given", "bad-option", () => textOf(value)),
    LONGEST,
  );
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
