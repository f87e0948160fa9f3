import type { Warning } from "../estimate/warnings/warning.ts";
import type { Question } from "./question.ts";
import type { Tails } from "./tail-probability.ts";
import type { CorrectedTails } from "./tails.ts";

/** Corrections by more than this factor are as large as what they correct. */
const LARGE = 2;
/** Of f32, in a correction that should be 1. */
const ROUNDING = 1e-5;
/** Outputs that a message names. */
const NAMED = 5;

/** Reasons to doubt tail probabilities, beyond those to doubt any estimate. */
export function tailWarnings({ probability, correction }: CorrectedTails, { neurons }: Question): Warning[] {
  const isImproper = (r: number, at: number) => r <= 0 || (probability[at] === 1 && r > 1 + ROUNDING);
  const improper = neurons.filter((_, at) => isImproper(correction[at]!, at));
  const far = neurons.filter((_, at) => {
    const r = correction[at]!;
    return !isImproper(r, at) && (r > LARGE || r < 1 / LARGE);
  });
  return [
    ...about("improper-tail", improper, "came out below 0 or above 1 (kept at 0 or 1)", true),
    ...about("far-tail", far, "corrected by more than a factor of 2: too far out for few cumulants", false),
  ];
}

function about(code: Warning["code"], neurons: readonly number[], what: string, serious: boolean): Warning[] {
  if (neurons.length === 0) return [];
  const more = neurons.length > NAMED ? ", …" : "";
  const named = `${neurons.length === 1 ? "output" : "outputs"} ${neurons.slice(0, NAMED).join(", ")}${more}`;
  return [{ code, message: `tail probability ${what}: ${named}`, count: neurons.length, serious }];
}

/** Mean squares of the differences between successive log-probabilities, where both are finite. */
export function logDifferences(tails: readonly Tails[]): number[] {
  return tails.slice(1).map(({ logProbability }, k) => {
    const differences = logProbability.map((x, i) => x - tails[k]!.logProbability[i]!);
    const total = differences.reduce((sum, x) => (Number.isFinite(x) ? sum + x * x : sum), 0);
    return total / differences.length;
  });
}
