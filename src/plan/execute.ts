import { KpropError } from "../errors.ts";
import type { BufferId, Computation, Plan } from "./plan.ts";
import { type Step, stepsOf } from "./steps.ts";

/** What a floor-variance operation found. */
export interface VarianceReport {
  /** Entries that are at most their noise, all negative ones among them. */
  readonly low: number;
  /** Entries below minus their noise. */
  readonly negative: number;
  /** Those of the low ones whose noise is above 0. */
  readonly cancelled: number;
  /** NaN or infinite entries. */
  readonly notFinite: number;
  /** Entries whose mean is over a thousand standard deviations from zero. */
  readonly far: number;
  /** The largest variance. */
  readonly largest: number;
  /** The largest distance of a mean from zero, in standard deviations. */
  readonly farthest: number;
  /** The largest noise of a variance that is above it, as a fraction. */
  readonly tightest: number;
}

/** Holds a plan's buffers and computes on them: WebAssembly, or a plain twin of it. */
export interface Backend {
  write(buffer: BufferId, data: ArrayLike<number>): void;
  read(buffer: BufferId): Float64Array;
  run(computation: Computation): VarianceReport | null;
}

export interface ExecutionResult {
  /** What the plan stored, by name; row-major. */
  readonly results: ReadonlyMap<string, Float64Array>;
  /** What was found of each activation's input, by 1-based layer; then of the output, where its variances were computed. */
  readonly variances: readonly VarianceReportOf[];
}

/** And of what. */
export interface VarianceReportOf extends VarianceReport {
  readonly layer: number;
  readonly isOutput: boolean;
}

/**
 * Runs a plan from its first operation to its last, long ones in pieces; yields when one is done, its FLOPs handed to `count`.
 *
 * @param inputs the data of a named input
 * @throws KpropError `not-finite` if a variance or a result overflows
 */
export function* execute(
  plan: Plan,
  backend: Backend,
  inputs: (source: string) => ArrayLike<number>,
  count?: (flops: number) => void,
): Generator<void, ExecutionResult> {
  const found: Found = { results: new Map(), variances: [] };
  for (const step of yield* stepsOf(plan)) {
    perform(step, backend, inputs, found);
    count?.(step.flops);
    yield;
  }
  return found;
}

/** Where steps leave what they find. */
export interface Found extends ExecutionResult {
  readonly results: Map<string, Float64Array>;
  readonly variances: VarianceReportOf[];
}

/** Does one step of a plan; as `execute`. */
export function perform(
  { does, layer }: Pick<Step, "does" | "layer">,
  backend: Backend,
  inputs: (source: string) => ArrayLike<number>,
  { results, variances }: Found,
): void {
  if (does.op === "load") backend.write(does.out, inputs(does.source));
  else if (does.op === "store") {
    const values = backend.read(does.from);
    results.set(does.target, does.aside ? values : finite(values, does.target, layer));
  } else {
    const report = backend.run(does);
    if (report === null) return;
    checkVariance(report, layer);
    variances.push({ layer, isOutput: does.op === "floor-variance" && does.isOutput, ...report });
  }
}

function checkVariance({ notFinite }: VarianceReport, layer: number): void {
  if (notFinite > 0) throw overflow(`${notFinite} variances of layer ${layer}`);
}

function finite(values: Float64Array, target: string, layer: number): Float64Array {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw overflow(`${target} (layer ${layer}, entry ${i})`);
  }
  return values;
}

function overflow(what: string): KpropError {
  return new KpropError(
    "not-finite",
    `${what} came out infinite or NaN: the cumulants overflow in this network`,
  );
}
