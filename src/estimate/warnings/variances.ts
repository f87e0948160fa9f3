import type { Network } from "../../network/network.ts";
import type { VarianceReportOfLayer } from "./report.ts";
import type { Warning } from "./warning.ts";

/** What variances came out as, layer by layer and the output's last: too small or negative, or with means far from zero beside them. */
export function varianceDoubts(reports: readonly VarianceReportOfLayer[], network: Network): Warning[] {
  return reports.flatMap((report, at) => {
    const width = network.layers[report.layer - 1]!.weight.rows;
    return [...floored(report, width, reports[at - 1]), ...(report.isOutput ? [] : far(report))];
  });
}

function floored(
  report: VarianceReportOfLayer,
  width: number,
  before: VarianceReportOfLayer | undefined,
): Warning[] {
  const { low, negative, cancelled } = report;
  if (negative > 0) {
    const message = `${neurons(negative, report)} negative predicted variance (taken for none)`;
    return [{ code: "negative-variance", message, ...about(report, negative), serious: true }];
  }
  if (low === 0) return [];
  if (cancelled > 0 && before !== undefined && before.lost > 0) {
    const why = "means before them are so far from zero that rounding leaves nothing of their variances";
    const message = `${neurons(cancelled, report)} no variance left: ${why} (shift the means, or use f64)`;
    return [{ code: "floored-variance", message, ...about(report, cancelled), serious: true }];
  }
  const isAll = cancelled === width && !report.isOutput;
  const none = `${neurons(low, report)} no predicted variance beyond rounding (taken for constant)`;
  const message = isAll ? `${none}: no neuron of the layer has` : none;
  return [{ code: "floored-variance", message, ...about(report, low), serious: isAll }];
}

function far(report: VarianceReportOfLayer): Warning[] {
  const { far } = report;
  if (far === 0) return [];
  const message = `${neurons(far, report)} a mean over 1000 standard deviations: higher cumulants lose digits`;
  return [{ code: "far-from-zero", message, ...about(report, far), serious: false }];
}

function about({ layer, isOutput }: VarianceReportOfLayer, count: number): Pick<Warning, "layer" | "count"> {
  return isOutput ? { count } : { layer, count };
}

function neurons(count: number, { layer, isOutput }: VarianceReportOfLayer): string {
  const what = isOutput ? "output" : "neuron";
  const them = `${count} ${what}${count === 1 ? "" : "s"} with`;
  return isOutput ? them : `layer ${layer}: ${them}`;
}
