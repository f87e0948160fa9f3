import { AFTER, BEFORE, PREFIX, WHOLE } from "./report-layout.ts";

export function isFoldReport(target: string): boolean {
  return target.startsWith(PREFIX);
}

/**
 * A bound on what one folding cut off, as a share of what it holds, both as Frobenius norms: a symmetric tensor lies
 * off a subspace by at most √3 times what its first index alone does, and the pieces add up at most.
 */
export function cutShare(report: Float64Array): number {
  const root = (x: number) => Math.sqrt(Math.max(x, 0));
  const entry = report.slice(0, BEFORE).reduce((sum, x) => sum + root(x), 0);
  const cut = Math.sqrt(3) * entry + root(report[BEFORE]! - report[AFTER]!);
  return cut === 0 ? 0 : cut / root(report[WHOLE]!);
}
