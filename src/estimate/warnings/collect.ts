import type { Network } from "../../network/network.ts";
import type { ExecutionResult } from "../../plan/execute.ts";
import { expectedError, narrowness } from "../differences.ts";
import { varianceOf } from "../expected-error.ts";
import type { Folded } from "../folded.ts";
import type { Method } from "../options.ts";
import { adjusted } from "./adjusted.ts";
import { cutting } from "./cutting.ts";
import { fewDirections } from "./few-directions.ts";
import { fewInputs } from "./few-inputs.ts";
import { narrow } from "./narrow.ts";
import { divergence, largeness } from "./orders.ts";
import { quadratureDoubts } from "./quadrature.ts";
import { rounding } from "./rounding.ts";
import { underflow } from "./underflow.ts";
import { varianceDoubts } from "./variances.ts";
import type { Warning } from "./warning.ts";

/** What was assumed on reading the network, what went wrong on the way, and whether the orders, lower ones first, converge. */
export function collectWarnings(
  network: Network,
  all: readonly ExecutionResult[],
  differences: readonly number[],
  method: Method,
  folded: Folded | null,
): Warning[] {
  const { results, variances } = all.at(-1)!;
  const output = results.get("output")!;
  const variance = varianceOf(all);
  const expected = expectedError(differences, narrowness(network), variance);
  return [
    ...network.notes.map((message): Warning => ({ code: "assumed", message, serious: false })),
    ...adjusted(method),
    ...narrow(network),
    ...fewInputs(network),
    ...fewDirections(results),
    ...varianceDoubts(variances, network, method),
    ...variances.flatMap((report) => [
      ...quadratureDoubts(report, network, results),
      ...underflow(report, method),
    ]),
    ...divergence(differences, output, method),
    ...largeness(expected, variance),
    ...rounding(output, expected, method),
    ...cutting(folded),
  ];
}
