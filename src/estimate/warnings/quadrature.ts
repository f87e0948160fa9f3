import type { Network } from "../../network/network.ts";
import type { VarianceReportOfLayer } from "./report.ts";
import type { Warning } from "./warning.ts";

/** Standard deviations to doubt the rule from, and to distrust it from: of tanh it is off by 5e-7 at 2, 2e-3 at 5. */
const WIDE = { doubtful: 3, wrong: 5 };

/** A smooth activation whose input spreads wider than the quadrature's nodes resolve. */
export function quadratureDoubts(report: VarianceReportOfLayer, { layers }: Network): Warning[] {
  const { layer, largest, isOutput } = report;
  const activation = layers[layer - 1]!.activation;
  const sigma = Math.sqrt(largest);
  if (isOutput || activation?.wick.family !== "quadrature" || sigma <= WIDE.doubtful) return [];
  const size = sigma.toPrecision(2);
  const message = `layer ${layer}: standard deviations up to ${size}, where 100 nodes do not resolve ${activation.name}`;
  return [{ code: "quadrature", message, layer, serious: sigma > WIDE.wrong }];
}
