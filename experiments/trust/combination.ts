import { instantiateKernels } from "../../src/backend/kernels.ts";
import { resample } from "../../src/estimate/trust/bounds.ts";
import { judge } from "../../src/estimate/trust/certificate.ts";
import { combined } from "../../src/estimate/trust/combine.ts";
import { expectedMse } from "../../src/estimate/trust/expect.ts";
import { multipliers } from "../../src/estimate/trust/multipliers.ts";
import { scatterOf } from "../../src/estimate/trust/scatter.ts";
import { type Estimate, estimate, type Network } from "../../src/index.ts";
import { parseSampleOptions } from "../../src/sampling/options.ts";
import { evaluateAll } from "../../src/sampling/sample.ts";
import { parseSeed } from "../../src/sampling/seed.ts";
import type { Point, Row, Watch } from "../framework/experiment.ts";
import { samplingCost } from "../measure/cost.ts";
import { rounded } from "../measure/rounded.ts";
import { once, randomSubject, type Subject } from "../measure/subject.ts";
import { truthGroundwork, truthOf } from "../measure/truth.ts";
import { spikedNetwork } from "../training/spiked.ts";

const FORM = {
  full: { width: 128, depths: [2, 8, 32], samples: [64, 256, 1024], repetitions: 200, truth: 2 ** 19 },
  quick: { width: 32, depths: [2, 8], samples: [64, 256], repetitions: 20, truth: 2 ** 17 },
};

/** A spike on few neurons, on which every order fails (docs/results.md). */
const SPIKE = { strength: 4, spread: 4, depth: 4, outputs: 10, seed: 1 };

/** A point for each network: the total squared error of combinations over that of the samples alone. */
export function combinationPoints(quick: boolean): Point[] {
  const form = FORM[quick ? "quick" : "full"];
  const { width } = form;
  const random = form.depths.map((depth) => randomSubject({ activation: "relu", width, depth, seed: 1 }));
  const spike: Subject = {
    name: `spiked ${width}x${SPIKE.depth} for combinations`,
    facts: { network: "spike on 4 neurons, 4", width, depth: SPIKE.depth },
    size: { width, depth: SPIKE.depth },
    load: once(() => spikedNetwork({ width, ...SPIKE })),
  };
  return [...random, spike].map((subject): Point => {
    const samples = form.samples.reduce((sum, n) => sum + n * form.repetitions, 0);
    return {
      name: `combination ${subject.name}`,
      groundwork: truthGroundwork(subject, form.truth),
      cost: async () => samplingCost(subject.size, samples),
      run: (watch) => rowsOf(subject, form, watch),
    };
  });
}

async function rowsOf(subject: Subject, form: typeof FORM.full, watch: Watch): Promise<Row[]> {
  const network = await subject.load();
  const truth = (await truthOf(subject, form.truth)).mean;
  const estimates: Estimate[] = [];
  for (const order of [1, 2, 3] as const)
    estimates.push(await estimate(network, { order, signal: watch.signal }));
  const rows: Row[] = [];
  for (const samples of form.samples) {
    const totals = estimates.map(() => new Totals());
    let dimension = 0;
    for (let seed = 1; seed <= form.repetitions; seed++) {
      const { combine, ...seen } = await drawn(network, samples, seed);
      const error = (mean: Float64Array) => mean.reduce((sum, x, i) => sum + (x - truth[i]!) ** 2, 0);
      estimates.forEach((each, at) => {
        const { safe, calibrated } = combine(each);
        totals[at]!.add(error(seen.mean), error(safe), calibrated && error(calibrated));
      });
      dimension += seen.dimension / form.repetitions;
      watch.signal.throwIfAborted();
    }
    estimates.forEach(({ order, kind }, at) => {
      const facts = { ...subject.facts, order, kind, samples, dimension: rounded(dimension, 3) };
      rows.push({ part: "combination", ...facts, ...totals[at]!.ratios() });
    });
  }
  return rows;
}

/** Samples, and how they combine with an estimate. */
async function drawn(network: Network, samples: number, seed: number) {
  const batched = await batches(network, samples, seed);
  const scatter = scatterOf(batched);
  const normals = multipliers(await instantiateKernels(), parseSeed(seed));
  const resamples = resample(scatter, normals);
  const combine = ({ output, expectedError }: Estimate) => {
    const expected = expectedMse(expectedError, judge(output.mean, batched, scatter, resamples));
    const by = (how: "safe" | "calibrated") => combined(how, output.mean, batched, scatter, expected).mean;
    return { safe: by("safe"), calibrated: expectedError && by("calibrated") };
  };
  return { mean: batched.output.mean, dimension: scatter.dimension, combine };
}

async function batches(network: Network, samples: number, seed: number) {
  const options = { samples, seed: 2 ** 40 + seed };
  return (
    await evaluateAll(
      "batches",
      network,
      parseSampleOptions(network, options, () => "plain"),
      options,
    )
  ).results;
}

/** Squared errors of the same samples alone and combined, repetition after repetition. */
class Totals {
  private readonly alone: number[] = [];
  private readonly safe: number[] = [];
  private readonly calibrated: number[] = [];

  add(alone: number, safe: number, calibrated: number | null): void {
    this.alone.push(alone);
    this.safe.push(safe);
    if (calibrated !== null) this.calibrated.push(calibrated);
  }

  /** The ratio of the sums, with the standard error that comes of the repetitions. */
  ratios(): Row {
    const safe = ratio(this.safe, this.alone);
    const calibrated = this.calibrated.length > 0 ? ratio(this.calibrated, this.alone) : null;
    return {
      ...{ safe: rounded(safe.value, 4), safe_error: rounded(safe.error, 2) },
      calibrated: calibrated && rounded(calibrated.value, 4),
    };
  }
}

function ratio(above: readonly number[], below: readonly number[]): { value: number; error: number } {
  const sum = (values: readonly number[]) => values.reduce((total, x) => total + x, 0);
  const value = sum(above) / sum(below);
  const residuals = above.map((x, k) => (x - value * below[k]!) ** 2);
  return { value, error: Math.sqrt(sum(residuals)) / sum(below) };
}
