import type { LaidOut } from "../backend/wasm-backend.ts";
import type { Plan } from "../plan/plan.ts";
import { Recent } from "./recent.ts";

const texts = new WeakMap<Plan, string>();

/**
 * A plan with its layout as text, for other threads: what they read of it takes a tenth of what copies of its many small objects
 * take. Written once for each plan, which has but one layout.
 */
export function textOf(laidOut: LaidOut): string {
  const text = texts.get(laidOut.plan) ?? JSON.stringify(laidOut);
  texts.set(laidOut.plan, text);
  return text;
}

/** What a thread has read last. */
const recent = new Recent<LaidOut>(8);

/** What such a text says. */
export function laidOutOf(text: string): LaidOut {
  const laidOut = recent.get(text) ?? (JSON.parse(text) as LaidOut);
  recent.set(text, laidOut);
  return laidOut;
}
