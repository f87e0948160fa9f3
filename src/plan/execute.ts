import { KpropError } from "../errors.ts";
import { operationFlops } from "./cost.ts";
import type { BufferId, Computation, Operation, Plan } from "./plan.ts";

/** What a floor-variance operation found. */
export interface VarianceCounts {
  /** Entries below the floor, negative ones among them; those within rounding of zero do not count as negative. */
  readonly low: number;
  readonly negative: number;
  /** NaN or infinite entries. */
  readonly notFinite: number;
}

/** Holds a plan's buffers and computes on them: WebAssembly, or a plain twin of it. */
export interface Backend {
  write(buffer: BufferId, data: ArrayLike<number>): void;
  read(buffer: BufferId): Float64Array;
  run(computation: Computation): VarianceCounts | null;
}

export interface ExecutionResult {
  /** What the plan stored, by name; row-major. */
  readonly results: ReadonlyMap<string, Float64Array>;
  /** Layers whose predicted variances were floored. */
  readonly floored: readonly { layer: number; low: number; negative: number }[];
}

/**
 * Runs a plan from its first operation to its last, yielding the FLOPs of each when it is done.
 *
 * @param inputs the data of a named input
 * @throws KpropError `not-finite` if a variance or a result overflows
 */
export function* execute(
  plan: Plan,
  backend: Backend,
  inputs: (source: string) => ArrayLike<number>,
): Generator<number, ExecutionResult> {
  const results = new Map<string, Float64Array>();
  const floored: { layer: number; low: number; negative: number }[] = [];
  for (const operation of plan.operations) {
    if (operation.op === "load") {
      backend.write(operation.out, inputs(operation.source));
    } else if (operation.op === "store") {
      results.set(operation.target, finite(backend.read(operation.from), operation));
    } else {
      const counts = backend.run(operation);
      if (counts !== null) checkVariance(counts, operation.layer);
      if (counts !== null && counts.low > 0) floored.push({ layer: operation.layer, ...counts });
    }
    yield operationFlops(operation);
  }
  return { results, floored };
}

function checkVariance({ notFinite }: VarianceCounts, layer: number): void {
  if (notFinite > 0) throw overflow(`${notFinite} variances of layer ${layer}`);
}

function finite(values: Float64Array, { target, layer }: Operation & { op: "store" }): Float64Array {
  const bad = values.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw overflow(`${target} (layer ${layer}, entry ${bad})`);
  return values;
}

function overflow(what: string): KpropError {
  return new KpropError(
    "not-finite",
    `${what} came out infinite or NaN: the cumulants overflow in this network`,
  );
}
