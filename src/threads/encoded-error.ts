import { type ErrorCode, KpropError } from "../errors.ts";

/** An error as one thread sends it to another, which would lose its code. */
export interface EncodedError {
  readonly name: string;
  readonly code: ErrorCode | null;
  readonly message: string;
}

export function encodeError(error: unknown): EncodedError {
  if (error instanceof KpropError) return { name: error.name, code: error.code, message: error.message };
  if (error instanceof Error) return { name: error.name, code: null, message: error.message };
  return { name: "Error", code: null, message: String(error) };
}

export function decodeError({ name, code, message }: EncodedError): Error {
  if (code !== null) return new KpropError(code, message);
  return Object.assign(new Error(message), { name });
}
