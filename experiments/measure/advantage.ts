import type { Row } from "../framework/experiment.ts";
import { mean, summarise } from "./summary.ts";

/** How many times smaller an estimate's vnMSE is than that of sampling, which is 1/N with N samples. */
export interface Advantage {
  /** Of as many samples as cost the same FLOPs, or take the same time. */
  readonly factor: number;
  /** It is at least that: the error was too small to be measured. */
  readonly atLeast: boolean;
}

/** @param rows one method's, on networks of one size */
export function advantage(rows: readonly Row[], at: "flops" | "time"): Advantage {
  const samples = mean(rows, at === "flops" ? "samples_for_flops" : "samples_meanwhile");
  const { vnmse, unresolved, upper } = summarise(rows);
  return { factor: 1 / samples / (unresolved ? upper : vnmse), atLeast: unresolved };
}

/** "350×", "≥ 1,200×", "0.07×", "3e-5×" */
export function advantageText({ factor, atLeast }: Advantage): string {
  return `${atLeast ? "≥ " : ""}${timesText(factor)}×`;
}

export function timesText(factor: number): string {
  if (factor < 0.01) return factor.toExponential(0);
  if (factor < 100) return String(Number(factor.toPrecision(2)));
  return Math.round(Number(factor.toPrecision(3))).toLocaleString("en-US");
}
