import type { Folded } from "../folded.ts";
import type { Warning } from "./warning.ts";

/** Shares cut off beyond what `npm run bench:fold` has seen leave the result alone (docs/method.md). */
const CUT = 0.6;

/** A fold that may have cut off much. */
export function cutting(folded: Folded | null): Warning[] {
  if (folded === null || folded.cut <= CUT) return [];
  const share = folded.cut < 1 ? `up to ${Math.round(100 * folded.cut)} %` : "all";
  const message = `folding may have cut off ${share} of old layers' factors: compare with fold: false`;
  return [{ code: "folded", message, serious: false }];
}
