import type { Precision } from "../../backend/precision.ts";
import type { Network } from "../../network/network.ts";
import { roomyBytes } from "../../plan/memory.ts";
import type { Estimate } from "../estimate.ts";
import type { ExpectedError } from "../expected-error.ts";
import { foldedOf } from "../folded.ts";
import { certificate } from "../trust/verify.ts";
import { collectWarnings } from "../warnings/collect.ts";
import { isUnreliable, type Warning } from "../warnings/warning.ts";
import type { Drawn } from "./draws.ts";
import { differencesTo, type Ladder, resultsTo, varianceOf } from "./foretell.ts";
import type { Means } from "./means.ts";
import type { Spending } from "./options.ts";
import type { Purse } from "./purse.ts";
import { RUNGS } from "./rung.ts";

/** What a budget was spent on. */
export interface Expense {
  /** What the next three numbers are. */
  readonly unit: "flops" | "seconds";
  /** What might be spent. */
  readonly budget: number;
  readonly spent: number;
  /** Of that on estimates; the rest went to plans, samples and their bounds. */
  readonly spentOnEstimates: number;
  /**
   * Every estimate that ran, cheapest first, and the vnMSE that they foretell of it; null where it is of no use. Empty where
   * samples alone promised more: `order` and what goes with it are then order 1's, which did not run, `flops` and `bytes` 0.
   */
  readonly runs: readonly (Pick<Estimate, "order" | "kind" | "flops"> & { readonly vnmse: number | null })[];
  /** Of the means: the vnMSE to expect. */
  readonly vnmse: number;
  /** Of the means: the vnMSE is below this in nine of ten cases; null without a certificate. */
  readonly upper: number | null;
  /** With `target`, whether it is reached: "certified" by `upper`, "expected" by `vnmse`, or "missed"; else null. */
  readonly target: "certified" | "expected" | "missed" | null;
}

/** What the means are made of, as a result. */
export function concluded(
  network: Network,
  ladder: Ladder,
  errors: readonly number[],
  drawn: Drawn | null,
  means: Means,
  given: {
    readonly purse: Purse;
    readonly spending: Spending;
    readonly precision: Precision;
    readonly seed: number | bigint;
  },
): Omit<Estimate, "seconds"> {
  const { purse, spending, precision, seed } = given;
  const { index, judgement, share } = means;
  const { planned, flops, bytes, threads, folded, differences, own } =
    index === null ? nothing(network, purse, drawn!) : behind(network, ladder, index);
  const { order, kind, metric, dtype } = planned.method;
  const target = reached(means, spending);
  const warnings = [...own, ...means.refuted].map((warning) => calmed(warning, judgement !== null));
  const more = [...unverified(judgement !== null), ...missed(target, means, spending)];
  return {
    ...{ order, kind, metric, form: planned.form, dtype, precision, flops, bytes, threads },
    ...(folded && { folded }),
    output: { mean: means.mean },
    ladder: differences,
    expectedError: expectedOf(means, drawn, varianceOf(ladder.climbed)),
    ...(drawn?.certifying && {
      certificate: certificate(judgement!, drawn.certifying.batched, { ...drawn.cost, seed }),
    }),
    ...(drawn && { combined: { mean: means.mean, share } }),
    expense: {
      unit: spending.unit,
      ...{ budget: spending.amount, spent: purse.spent(), spentOnEstimates: purse.spentOnEstimates() },
      runs: [...ladder.climbed].map(([at, run]) => {
        const vnmse = errors[at]! < Number.POSITIVE_INFINITY ? errors[at]! : null;
        return {
          order: RUNGS[at]!.order,
          kind: RUNGS[at]!.kind,
          flops: run.planned.flops,
          vnmse,
        };
      }),
      ...{ vnmse: means.expected, upper: means.upper, target },
    },
    unreliable: isUnreliable(warnings),
    warnings: [...warnings, ...more],
  };
}

/** What is to be said of the estimate in the means. */
function behind(network: Network, { climbed }: Ladder, index: number) {
  const { planned, result, threads } = climbed.get(index)!;
  const { method, fold, flops, layout } = planned;
  const differences = differencesTo(climbed, index);
  const folded = fold && foldedOf(fold, result);
  const own = collectWarnings(network, resultsTo(climbed, index), differences, method, folded);
  return { planned, flops, bytes: roomyBytes(layout, threads), threads, folded, differences, own };
}

/** The same where there is none. */
function nothing(
  { notes }: Network,
  { cheapest }: Purse,
  { cost: { threads } }: Drawn,
): ReturnType<typeof behind> {
  const own = notes.map((message): Warning => ({ code: "assumed", message, serious: false }));
  return { planned: cheapest, flops: 0, bytes: 0, threads, folded: null, differences: [], own };
}

/** Doubts about an estimate are none about means whose error samples bound. */
function calmed(warning: Warning, verified: boolean): Warning {
  return verified ? { ...warning, serious: false } : warning;
}

function unverified(verified: boolean): Warning[] {
  if (verified) return [];
  const message = "the budget leaves too few samples for a certificate";
  return [{ code: "unverified", message, serious: false }];
}

function reached({ expected, upper }: Means, { target }: Spending): Expense["target"] {
  if (target === null) return null;
  if (upper !== null && upper <= target) return "certified";
  return expected <= target ? "expected" : "missed";
}

function missed(target: Expense["target"], { expected }: Means, { unit, amount }: Spending): Warning[] {
  if (target !== "missed") return [];
  const message = `the target is missed: ${amount} ${unit} give a vnMSE of some ${expected.toExponential(1)}`;
  return [{ code: "missed", message, serious: false }];
}

/** Outputs share the estimate's error, and have their own of the samples. */
function expectedOf(
  { expected, estimated, share, judgement, mean }: Means,
  drawn: Drawn | null,
  foretold: number | null,
): ExpectedError | null {
  const variance = judgement?.variance ?? foretold;
  if (variance === null || !(expected < Number.POSITIVE_INFINITY)) return null;
  const common = (1 - share) * (1 - share) * estimated * variance;
  const errors = drawn?.output.standardError ?? new Float64Array(mean.length);
  const output = errors.map((error) => Math.sqrt(common + share * share * error * error));
  return { mse: expected * variance, vnmse: expected, output };
}
