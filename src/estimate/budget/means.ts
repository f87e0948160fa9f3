import type { Moments } from "../../sampling/moments.ts";
import { type Judgement, judge } from "../trust/certificate.ts";
import type { Combination } from "../trust/combine.ts";
import { refutations } from "../trust/refute.ts";
import type { Warning } from "../warnings/warning.ts";
import type { Certifying, Drawn } from "./draws.ts";
import { type Ladder, together } from "./foretell.ts";
import { posteriorError } from "./posterior.ts";

/** The best means that there are. */
export interface Means extends Combination {
  /** The rung in them; null: samples alone. */
  readonly index: number | null;
  readonly judgement: Judgement | null;
  /** The vnMSE to expect of that estimate, and of the means. */
  readonly estimated: number;
  readonly expected: number;
  /** The means' vnMSE is below this in nine of ten cases; null without samples. */
  readonly upper: number | null;
  readonly refuted: readonly Warning[];
}

/** The estimate of the least expected error among those that ran, and samples, weighed by their errors; `errors`: by rung. */
export function meansOf({ climbed }: Ladder, errors: readonly number[], drawn: Drawn | null): Means {
  if (climbed.size === 0) return ofSamples(drawn!);
  const candidates = [...climbed].map(([index, { mean }]) => judged(index, mean, errors[index]!, drawn));
  const best = candidates.reduce((a, b) => (b.estimated < a.estimated ? b : a));
  if (drawn === null) return { ...best, share: 0, expected: best.estimated, upper: null, refuted: [] };
  return weighed(drawn, best);
}

function ofSamples({ output: { mean }, cost: { samples } }: Drawn): Means {
  const alone = {
    index: null,
    judgement: null,
    estimated: Number.POSITIVE_INFINITY,
    upper: null,
    refuted: [],
  };
  return { ...alone, mean, share: 1, expected: 1 / samples };
}

interface Candidate extends Pick<Means, "index" | "mean" | "judgement" | "estimated"> {
  readonly foretold: number;
}

/** What is foretold of an estimate, corrected by what samples show; what is useless is as far off as they let it be. */
function judged(index: number, mean: Float64Array, foretold: number, drawn: Drawn | null): Candidate {
  const candidate = { index, mean, foretold, judgement: null };
  if (drawn === null) return { ...candidate, estimated: foretold };
  const { output, certifying, cost } = drawn;
  const noise = 1 / cost.samples;
  const { seen, variance } = difference(mean, output);
  if (certifying === null) {
    const isKnown = cost.samples >= KNOWN && variance > 0 && foretold < Number.POSITIVE_INFINITY;
    return { ...candidate, estimated: isKnown ? posteriorError(foretold, seen, noise, FEW) : foretold };
  }
  const { batched, scatter, resamples } = certifying;
  const judgement = judge(mean, batched, scatter, resamples);
  if (judgement.upper === null) return { ...candidate, judgement, estimated: 0 };
  const estimated =
    foretold < Number.POSITIVE_INFINITY
      ? posteriorError(foretold, seen, noise, scatter.dimension)
      : judgement.upper;
  return { ...candidate, judgement, estimated };
}

/** Samples from which their variance is known well enough to compare with, and as how many outputs these are taken to err. */
const KNOWN = 8;
const FEW = 2;

/** The mean squared difference of an estimate and samples' means as vnMSE, and the outputs' mean variance. */
function difference(estimate: Float64Array, { mean, variance }: Moments): { seen: number; variance: number } {
  const squares = estimate.reduce((sum, x, i) => sum + (mean[i]! - x) * (mean[i]! - x), 0);
  const total = variance.reduce((sum, x) => sum + x, 0);
  return { seen: squares / total, variance: total / estimate.length };
}

/** Weighed by expected errors: N samples have a vnMSE of 1/N. */
function weighed({ output, certifying, cost }: Drawn, best: Candidate): Means {
  const { mean, estimated, foretold, judgement } = best;
  const expected = together(estimated, 1 / cost.samples);
  const share = estimated === Number.POSITIVE_INFINITY ? 1 : expected * cost.samples;
  return {
    ...{ ...best, share, expected },
    mean: mean.map((x, i) => (share < 1 ? x + share * (output.mean[i]! - x) : output.mean[i]!)),
    upper: judgement && certifying && upperBound(judgement, certifying, share, mean.length),
    refuted: judgement === null ? [] : refuted(judgement, foretold, estimated, cost.samples),
  };
}

/** What is off by far more than was foretold, by its bounds and as it is to be expected. */
function refuted(judgement: Judgement, foretold: number, estimated: number, samples: number): Warning[] {
  const { variance } = judgement;
  if (estimated < FAR * foretold) return [];
  const expectation = { mse: foretold * variance, vnmse: foretold, output: new Float64Array(0) };
  return refutations(judgement, expectation, samples).filter(({ serious }) => serious);
}

const FAR = 5;

/** Of the means: the estimate is off by its own bound at most, and samples' means seldom by more than 19 of 20 of theirs. */
function upperBound(
  { upper, variance }: Judgement,
  { resamples }: Certifying,
  share: number,
  outputs: number,
): number {
  const total = variance * outputs;
  if (upper === null) return 0;
  const off = (1 - share) * Math.sqrt(upper) + share * Math.sqrt(longest(resamples.square) / total);
  return off * off;
}

/** Of bounds: in so many cases the truth is beyond. */
const LEVEL = 0.05;

/** What samples' means are seldom farther off than, squared. */
function longest(squares: Float64Array): number {
  return Float64Array.from(squares).sort()[Math.floor((1 - LEVEL) * squares.length)]!;
}
