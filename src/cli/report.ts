import type { Dtype } from "../backend/dtype.ts";
import type { Precision } from "../backend/precision.ts";
import type { Kind, Order } from "../combinatorics/tracked.ts";
import { type Network, widths } from "../network/network.ts";
import type { FoldShape } from "../propagation/chain/fold/fold.ts";
import type { Form } from "../propagation/form.ts";
import type { MetricMode } from "../propagation/propagate.ts";
import { print } from "./output.ts";

/** A reason to doubt what is printed. */
export interface Remark {
  readonly code: string;
  readonly message: string;
}

/** So many more warnings of one sort are not printed one by one. */
const ALIKE = 3;

/** Entries of a long vector that are shown. */
const SHOWN = 8;

/** "784 → 256 relu ×4 → 10". */
export function networkLine(network: Network): string {
  const steps = network.layers.map(
    ({ weight, activation }) => `${weight.rows}${activation ? ` ${activation.name}` : ""}`,
  );
  const runs: { step: string; count: number }[] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (last?.step === step) last.count++;
    else runs.push({ step, count: 1 });
  }
  const shown = runs.map(({ step, count }) => (count > 1 ? `${step} ×${count}` : step));
  return [widths(network)[0], ...shown].join(" → ");
}

/** A vector's first entries, and how many more there are. */
export function meanLine(label: string, values: Float64Array): string {
  const shown = Array.from(values.slice(0, SHOWN), (x) => sixDigits(x).padStart(14)).join("");
  const more = values.length > SHOWN ? `  … ${values.length - SHOWN} more (all with --json)` : "";
  return `${label.padEnd(10)}${shown}${more}`;
}

/** Six digits in at most 13 characters. */
function sixDigits(x: number): string {
  const plain = x.toPrecision(6);
  return plain.length > 12 ? x.toExponential(5) : plain;
}

/** What was assumed on reading the network. */
export function assumptions({ notes }: Network): Remark[] {
  return notes.map((message) => ({ code: "assumed", message }));
}

/** A line for each warning; of those that many layers share, one line for all. */
export function printWarnings(warnings: readonly Remark[]): void {
  const byCode = new Map<string, Set<string>>();
  for (const { code, message } of warnings) byCode.set(code, (byCode.get(code) ?? new Set()).add(message));
  for (const messages of byCode.values()) {
    const [first, ...others] = messages;
    if (others.length < ALIKE) for (const message of messages) print(`warning: ${message}`);
    else print(`warning: ${first}; and ${others.length} more like it (all with --json)`);
  }
}

/** "f64", or "f64 relaxed". */
export function arithmetic({
  dtype,
  precision,
}: {
  readonly dtype: Dtype;
  readonly precision: Precision;
}): string {
  return precision === "relaxed" ? `${dtype} relaxed` : dtype;
}

/**
 * "order 3 simple, shared-chain, exact metric, f64"; the form where there is a choice, and "folded to 64 directions after
 * 7 layers" where it is.
 */
export function methodLine(method: {
  readonly order: Order;
  readonly kind: Kind;
  readonly metric: MetricMode;
  readonly form: Form;
  readonly dtype: Dtype;
  readonly precision: Precision;
  readonly folded?: FoldShape | null;
}): string {
  const { order, kind, metric, form, folded } = method;
  const fold = folded ? `folded to ${folded.rank} directions after ${folded.window} layers, ` : "";
  return `order ${order} ${kind}, ${order > 2 ? `${form}, ` : ""}${fold}${metric} metric, ${arithmetic(method)}`;
}
