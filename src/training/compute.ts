import type { Precision } from "../backend/precision.ts";
import { defaultEngine } from "../engine/default.ts";
import { inputData } from "../estimate/inputs.ts";
import type { Method } from "../estimate/options.ts";
import type { Watch } from "../estimate/run.ts";
import { collectWarnings } from "../estimate/warnings/collect.ts";
import type { Warning } from "../estimate/warnings/warning.ts";
import type { Network } from "../network/network.ts";
import type { ExecutionResult } from "../plan/execute.ts";
import { layoutBytes } from "../plan/memory.ts";
import { type Gradient, storedGradient } from "./gradient.ts";
import type { OutputMoments } from "./loss.ts";
import type { CompleteObjective } from "./objective.ts";
import type { GradientOptions } from "./options.ts";
import type { GradientPlan } from "./plan.ts";
import { runGradient } from "./run.ts";

/** One of the objectives that a loss is the sum of. */
export interface Run {
  readonly objective: CompleteObjective;
  readonly plan: GradientPlan;
}

export interface Done {
  readonly value: number;
  readonly gradient: Gradient;
  readonly bytes: number;
  readonly threads: number;
  readonly warnings: readonly Warning[];
}

/** Runs the one at that place. */
export async function compute(
  runs: readonly Run[],
  at: number,
  options: GradientOptions & { readonly precision: Precision },
): Promise<Done> {
  const { objective, plan } = runs[at]!;
  const { network, evaluate, doubts, pullBack } = objective;
  const { method, layout } = plan;
  const { engine = defaultEngine() } = options;
  let value = 0;
  const turn = ({ results }: ExecutionResult) => {
    const loss = evaluate(momentsOf(results));
    value = loss.value;
    return { "adjoint/output": loss.mean, "adjoint/output/kappa2": loss.covariance };
  };
  const watch = { ...options, onProgress: partOfProgress(options, runs, at) };
  const data = inputData(network, method.input);
  const { forward, backward, threads } = await runGradient(plan, { engine, data, turn, watch });
  const gradient = pullBack(storedGradient(network, backward.results));
  const bytes = layoutBytes(layout, threads);
  const warnings = [...warningsOf(network, forward, method), ...(doubts?.(momentsOf(forward.results)) ?? [])];
  return { value, gradient, bytes, threads, warnings };
}

function momentsOf(results: ReadonlyMap<string, Float64Array>): OutputMoments {
  const mean = results.get("output")!;
  const data = results.get("output/kappa2");
  const m = mean.length;
  return { mean, covariance: data ? { rows: m, columns: m, data } : null };
}

/** Progress of the run at that place, reported as that of all together. */
function partOfProgress(
  { onProgress }: GradientOptions,
  runs: readonly Run[],
  at: number,
): Watch["onProgress"] {
  const before = flopsOf(runs.slice(0, at));
  const all = flopsOf(runs);
  return onProgress && (({ done }) => onProgress({ done: before + done, total: all }));
}

/** Those of an estimate, but for what a made network's own widths would say. */
function warningsOf(network: Network, forward: ExecutionResult, method: Method): Warning[] {
  const warnings = collectWarnings(network, [forward], [], method, null);
  return warnings.filter(({ code }) => code !== "narrow" && code !== "few-inputs");
}

export function flopsOf(runs: readonly Run[]): number {
  return runs.reduce((total, { plan }) => total + plan.flops, 0);
}
