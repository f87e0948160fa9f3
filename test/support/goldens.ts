import { readdirSync, readFileSync } from "node:fs";
import type { Kind, Order } from "../../src/combinatorics/tracked.ts";
import { decodeSafetensors } from "../../src/network/safetensors/decode.ts";
import type { Tensor } from "../../src/network/tensor.ts";
import type { MetricMode } from "../../src/propagation/propagate.ts";

const FOLDER = new URL("../goldens/", import.meta.url);

/** One run of a golden file: a kind, order and metric, and every core that it must reproduce. */
export interface GoldenRun {
  readonly kind: Kind;
  readonly order: Order;
  readonly metric: MetricMode;
  readonly expected: ReadonlyMap<string, Tensor>;
}

export function goldenNames(): string[] {
  return readdirSync(FOLDER).filter((name) => name.endsWith(".safetensors"));
}

export function goldenBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

/** The runs of a golden file, from keys like `simple/K2/exact/X1/kappa2`. */
export function goldenRuns(bytes: Uint8Array): GoldenRun[] {
  const runs = new Map<string, GoldenRun & { expected: Map<string, Tensor> }>();
  for (const [key, tensor] of decodeSafetensors(bytes).tensors) {
    const [kind, order, metric, ...core] = key.split("/");
    if (core.length === 0) continue;
    const name = [kind, order, metric].join("/");
    const run = runs.get(name) ?? {
      kind: kind as Kind,
      order: Number(order!.slice(1)) as Order,
      metric: metric as MetricMode,
      expected: new Map<string, Tensor>(),
    };
    run.expected.set(core.join("/"), tensor);
    runs.set(name, run);
  }
  return [...runs.values()];
}

/** The largest |got − want| / max(1, |want|). */
export function relativeError(got: ArrayLike<number>, want: ArrayLike<number>): number {
  let worst = got.length === want.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < want.length; i++) {
    const error = Math.abs(got[i]! - want[i]!) / Math.max(1, Math.abs(want[i]!));
    worst = error <= worst ? worst : error;
  }
  return worst;
}
