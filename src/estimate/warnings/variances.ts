import { largestDegree } from "../../combinatorics/tracked.ts";
import type { Network } from "../../network/network.ts";
import type { VarianceReportOf } from "../../plan/execute.ts";
import { ROUNDING } from "../../plan/rounding.ts";
import type { Method } from "../options.ts";
import type { Warning } from "./warning.ts";

/** What variances came out as, layer by layer and the output's last: none or negative, or with means far from zero beside them. */
export function varianceDoubts(
  reports: readonly VarianceReportOf[],
  network: Network,
  method: Method,
): Warning[] {
  return reports.flatMap((report, at) => {
    const width = network.layers[report.layer - 1]!.weight.rows;
    const before = reports[at - 1] ?? null;
    return [
      ...floored(report, width, before !== null && isLost(before, 2, method)),
      ...(before === null ? [] : lost(report, before, method)),
      ...(report.isOutput ? [] : far(report)),
    ];
  });
}

function floored(report: VarianceReportOf, width: number, isLost: boolean): Warning[] {
  const { low, negative, cancelled } = report;
  if (negative > 0) {
    const taken = report.isOutput ? "" : " (taken for none)";
    const message = `${neurons(negative, report)} negative predicted variance${taken}`;
    return [{ code: "negative-variance", message, ...about(report, negative), serious: true }];
  }
  if (low === 0) return [];
  const taken = report.isOutput ? "" : " (taken for constant)";
  const none = `${neurons(low, report)} no predicted variance beyond rounding${taken}`;
  const isAll = cancelled === width && !report.isOutput;
  const why =
    cancelled > 0 && isLost ? `: ${FAR_BEFORE}` : isAll ? ": so no neuron of the layer has any" : "";
  const serious = why !== "";
  return [{ code: "floored-variance", message: `${none}${why}`, ...about(report, low), serious }];
}

const FAR_BEFORE = "the means before are too far from zero (shift them, or use f64)";

/**
 * Whether means of a layer are so far from zero that what comes of them, to the power of `degree`, may round to more than a
 * cumulant of that degree.
 */
function isLost({ farthest }: VarianceReportOf, degree: number, { dtype }: Method): boolean {
  return power(farthest, degree) * ROUNDING[dtype] >= 1;
}

/**
 * Higher cumulants of which rounding leaves nothing: noise is ROUNDING times a square of means, whose power is compared with that
 * of the variance. (Of degree 2 there is no such variance: it is below its noise.)
 */
function lost(report: VarianceReportOf, before: VarianceReportOf, method: Method): Warning[] {
  const degree = largestDegree(method.order, method.kind);
  const rounding = ROUNDING[method.dtype];
  const means = Math.sqrt(report.tightest / rounding);
  if (degree === 2 || !isLost(before, degree, method) || power(means, degree) * rounding < 1) return [];
  const what = `cumulants of degree ${degree} may be nothing but rounding`;
  const message = `${place(report)}${what}: ${FAR_BEFORE.replace("f64", "f64 or order 2")}`;
  return [
    { code: "far-from-zero", message, ...(report.isOutput ? {} : { layer: report.layer }), serious: true },
  ];
}

function power(x: number, n: number): number {
  let product = 1;
  for (let i = 0; i < n; i++) product *= x;
  return product;
}

function far(report: VarianceReportOf): Warning[] {
  const { far } = report;
  if (far === 0) return [];
  const message = `${neurons(far, report)} a mean over 1000 standard deviations: higher cumulants lose digits`;
  return [{ code: "far-from-zero", message, ...about(report, far), serious: false }];
}

function about({ layer, isOutput }: VarianceReportOf, count: number): Pick<Warning, "layer" | "count"> {
  return isOutput ? { count } : { layer, count };
}

function neurons(count: number, report: VarianceReportOf): string {
  const what = report.isOutput ? "output" : "neuron";
  return `${place(report)}${count} ${what}${count === 1 ? "" : "s"} with`;
}

function place({ layer, isOutput }: VarianceReportOf): string {
  return isOutput ? "" : `layer ${layer}: `;
}
