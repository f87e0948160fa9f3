import type { Command } from "commander";
import { KpropError } from "../../errors.ts";
import { checkFits, type EstimatePlan, plan } from "../../estimate/plan.ts";
import type { Network } from "../../network/network.ts";
import { operationFlops } from "../../plan/cost.ts";
import type { Operation } from "../../plan/plan.ts";
import { examples } from "../help.ts";
import { addInput, type InputFlags, inputFromFlags } from "../input-options.ts";
import { addMethod, type MethodFlags, methodOptions } from "../method-options.ts";
import { addNetwork, type NetworkFlags, readWithFlags } from "../network-options.ts";
import { byteSize, withPrefix } from "../numbers.ts";
import { print, printJson, table } from "../output.ts";
import { assumptions, methodLine, networkLine, printWarnings, type Remark } from "../report.ts";
import { threadCount } from "../threads-option.ts";

interface PlanFlags extends NetworkFlags, MethodFlags, InputFlags {
  readonly json?: boolean;
}

export function addPlan(kprop: Command): void {
  const command = kprop.command("plan").description("what an estimate would cost, without running it");
  addInput(addMethod(addNetwork(command)))
    .option("--json", "machine-readable output: every operation on every buffer")
    .action(runPlan);
  examples(command, [
    "plan net.safetensors --order 3",
    "plan net.safetensors --order 2 --kind augment --json",
  ]);
}

async function runPlan(path: string, flags: PlanFlags): Promise<void> {
  const network = await readWithFlags(path, flags);
  const input = await inputFromFlags(network, flags);
  const planned = plan(network, { ...methodOptions(flags), ...(input && { input }) });
  const warnings = [...assumptions(network), ...tooLarge(planned, network)];
  if (flags.json) await printJson(jsonOf(planned, warnings));
  else printText(planned, networkLine(network), warnings);
}

/** Whether it would fit in memory is what a plan is for, so that it does not is no error here. */
function tooLarge(planned: EstimatePlan, network: Network): Remark[] {
  try {
    checkFits(planned, network);
    return [];
  } catch (error) {
    if (error instanceof KpropError) return [error];
    throw error;
  }
}

function jsonOf(
  { method, form, fold, plan, flops, bytes, threads }: EstimatePlan,
  warnings: readonly Remark[],
): object {
  const { order, kind, metric, dtype } = method;
  const operations = plan.operations.map((operation) => ({ ...operation, flops: operationFlops(operation) }));
  const { buffers } = plan;
  const remarks = warnings.map(({ code, message }) => ({ code, message }));
  const cost = { flops, bytes, threads };
  return { order, kind, metric, form, fold, dtype, ...cost, warnings: remarks, operations, buffers };
}

function printText(
  { method, form, fold, plan, flops, bytes, threads }: EstimatePlan,
  network: string,
  warnings: Remark[],
): void {
  print(`${network}\n${methodLine({ ...method, form, folded: fold })}\n`);
  print(table([["layer  operation", "count", "FLOP"], ...summary(plan.operations)]));
  print(`\nin all ${withPrefix(flops, "FLOP")}, ${byteSize(bytes)}, ${threadCount(threads)}`);
  printWarnings(warnings);
}

/** One row for each layer and sort of operation. */
function summary(operations: readonly Operation[]): string[][] {
  const rows = new Map<string, { count: number; flops: number }>();
  for (const operation of operations) {
    const key = `${String(operation.layer).padStart(5)}  ${operation.op}`;
    const row = rows.get(key) ?? { count: 0, flops: 0 };
    row.count++;
    row.flops += operationFlops(operation);
    rows.set(key, row);
  }
  return [...rows].map(([key, { count, flops }]) => [key, String(count), flops > 0 ? withPrefix(flops) : ""]);
}
