import type { VarianceReportOfLayer } from "./report.ts";
import type { Warning } from "./warning.ts";

/** Variances that were raised because they came out too small or negative, and means that are far from zero beside theirs. */
export function varianceDoubts(report: VarianceReportOfLayer): Warning[] {
  return [...floored(report), ...far(report)];
}

function floored({ layer, low, negative }: VarianceReportOfLayer): Warning[] {
  if (negative > 0) {
    const message = `layer ${layer}: ${neurons(negative)} negative predicted variance (raised to 1e-10)`;
    return [{ code: "negative-variance", message, layer, count: negative, serious: true }];
  }
  if (low === 0) return [];
  const message = `layer ${layer}: ${neurons(low)} predicted variance below 1e-10 (raised to 1e-10)`;
  return [{ code: "floored-variance", message, layer, count: low, serious: false }];
}

function neurons(count: number): string {
  return count === 1 ? "1 neuron with" : `${count} neurons with`;
}

function far({ layer, far }: VarianceReportOfLayer): Warning[] {
  if (far === 0) return [];
  const message = `layer ${layer}: ${neurons(far)} a mean over 1000 standard deviations: higher cumulants lose digits`;
  return [{ code: "far-from-zero", message, layer, count: far, serious: false }];
}
