import { type ErrorCode, KpropError } from "kprop";
import { printable } from "./printable.ts";

/** A request that is turned down, and why. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** What there is no room or no time for now; a client may ask again. */
export function busy(message: string): Refusal {
  return new Refusal(503, "busy", message, { "retry-after": "1" });
}

/** What keeps to no limit of the worker. */
export function tooLarge(message: string): Refusal {
  return new Refusal(422, "plan-too-large", message);
}

/** Where the library refuses what it was given: the request is malformed, or well-formed and not to be computed. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  "bad-option": 400,
  "bad-file": 400,
  "bad-network": 400,
  "ambiguous-orientation": 400,
  "unknown-activation": 400,
  "bad-input": 400,
  "too-large": 422,
  "not-finite": 422,
};

/** The answer to a request that failed; an error that nobody foresaw is the worker's own, and told to its log alone. */
export function failure(error: unknown): Response {
  const { status, code, message, headers } = refusalFor(error);
  return Response.json({ error: { code, message: printable(message) } }, { status, headers });
}

function refusalFor(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status = error instanceof KpropError ? STATUS[error.code] : undefined;
  if (status !== undefined) return new Refusal(status, (error as KpropError).code, (error as Error).message);
  console.error(error);
  return new Refusal(500, "internal", "the worker failed");
}
