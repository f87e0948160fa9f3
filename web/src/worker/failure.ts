import { KpropError } from "kprop";
import type { Failure } from "../protocol/jobs.ts";

/** What can be posted of an error. */
export function failureOf(error: unknown): Failure {
  if (error instanceof KpropError) return { code: error.code, message: error.message };
  return { code: null, message: error instanceof Error ? error.message : String(error) };
}
