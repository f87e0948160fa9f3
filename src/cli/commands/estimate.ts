import { type Command, Option } from "commander";
import type { Budget } from "../../estimate/budget/options.ts";
import { type Estimate, estimate } from "../../estimate/estimate.ts";
import type { MethodOptions } from "../../estimate/options.ts";
import type { CombinationName } from "../../estimate/trust/options.ts";
import { budgetArgument, positiveNumber, wholeNumber } from "../arguments.ts";
import { printExpense } from "../budget-report.ts";
import { checkCumulants, cumulantFile } from "../cumulants.ts";
import { examples } from "../help.ts";
import { addInput, type InputFlags, inputFromFlags } from "../input-options.ts";
import { addMethod, type MethodFlags, methodOptions } from "../method-options.ts";
import { addNetwork, type NetworkFlags, readWithFlags } from "../network-options.ts";
import { byteSize, duration, withPrefix } from "../numbers.ts";
import { print, printJson } from "../output.ts";
import { checkOutput, writeWhole } from "../output-file.ts";
import { watched } from "../progress.ts";
import { meanLine, methodLine, networkLine, printWarnings } from "../report.ts";
import { threadCount } from "../threads-option.ts";
import { printTrust } from "../trust-report.ts";

interface EstimateFlags extends NetworkFlags, MethodFlags, InputFlags {
  readonly layers?: boolean;
  readonly check: boolean;
  readonly verify?: number;
  readonly combine?: CombinationName;
  readonly budget?: Budget;
  readonly target?: number;
  readonly seed: number;
  readonly cumulants?: string;
  readonly json?: boolean;
}

export function addEstimate(kprop: Command): void {
  const command = kprop.command("estimate").description("expected outputs, from the weights alone");
  addInput(addMethod(addNetwork(command)))
    .option("--layers", "means of every layer as well")
    .option("--no-check", "without a look at a few samples, which says so where the estimate is far off")
    .option("--verify <N>", "draw N samples, and say by them how far it is off", wholeNumber(64))
    .addOption(
      new Option("--combine <HOW>", "with --verify: a mean of both, weighed by").choices([
        "safe",
        "calibrated",
      ]),
    )
    .option(
      "--budget <B>",
      "the best means for 200ms, 2s or so many FLOPs: chooses orders, samples with the rest",
      budgetArgument,
    )
    .option(
      "--target <VNMSE>",
      "the cheapest way to that error, within the budget or 1e12 FLOPs",
      positiveNumber,
    )
    .option("--seed <S>", "of the samples", wholeNumber(0), 0)
    .option("--cumulants <OUT>", "write every tracked cumulant of every layer to a safetensors file")
    .option("--json", "machine-readable output")
    .action(runEstimate);
  examples(command, [
    "estimate net.safetensors --order 2 --layers",
    "estimate net.npz --orientation in-out --order 3 --json",
    "estimate net.safetensors --order 3 --verify 1e5 --combine safe",
    "estimate net.safetensors --budget 200ms",
    "estimate net.safetensors --target 1e-6 --budget 1e10",
    "estimate bench.parquet --row 7 --dtype f32",
    "estimate net.json --input-mean mean.npy --input-covariance covariance.npy",
  ]);
}

async function runEstimate(path: string, flags: EstimateFlags, command: Command): Promise<void> {
  const { cumulants } = flags;
  if (cumulants !== undefined) await checkOutput(cumulants, [path, flags.inputMean, flags.inputCovariance]);
  const network = await readWithFlags(path, flags);
  const input = await inputFromFlags(network, flags);
  const method = { ...chosenMethod(flags, command), ...(input && { input }) };
  if (cumulants !== undefined) checkCumulants(network, method);
  const { verify, combine, seed, budget, target } = flags;
  const asked = { ...(budget && { budget }), ...(target !== undefined && { target }) };
  const trust = { ...(verify !== undefined && { verify }), ...(combine && { combine }), ...asked, seed };
  const look = flags.check ? {} : { check: false };
  const what = { ...look, layers: flags.layers ?? false, cumulants: cumulants !== undefined, ...trust };
  const result = await watched("estimating", (watch) => estimate(network, { ...method, ...what, ...watch }));
  if (cumulants !== undefined) await writeWhole(cumulants, cumulantFile(result));
  if (flags.json) await printJson(jsonOf(result, flags));
  else printText(result, networkLine(network), flags);
}

/** With a budget or a target, which choose the method, only what the command line says of it. */
function chosenMethod(flags: EstimateFlags, command: Command): MethodOptions {
  const method = methodOptions(flags);
  if (flags.budget === undefined && flags.target === undefined) return method;
  const given = Object.entries(method).filter(([name]) => command.getOptionValueSource(name) === "cli");
  return Object.fromEntries(given);
}

function jsonOf(result: Estimate, flags: EstimateFlags): object {
  const { cumulants: _, layers, ...rest } = result;
  return flags.layers ? { ...rest, layers } : rest;
}

function printText(result: Estimate, network: string, flags: EstimateFlags): void {
  const { folded, flops, bytes, threads, seconds, output, layers, warnings, unreliable } = result;
  const isSampled = result.expense?.runs.length === 0;
  print(`${network}\n${isSampled ? "samples alone" : methodLine(result)}`);
  const cost = isSampled ? "" : `${withPrefix(flops, "FLOP")}, ${byteSize(bytes)}, `;
  print(`${cost}${duration(seconds)}, ${threadCount(threads)}`);
  if (folded) print(`folding cut off at most ${Math.round(100 * folded.cut)} % of what it held`);
  print("");
  if (flags.layers) {
    layers!.forEach(({ Z, X }, l) => {
      print(meanLine(`E[Z${l + 1}]`, Z.mean));
      if (X !== null) print(meanLine(`E[X${l + 1}]`, X.mean));
    });
  }
  print(meanLine("E[output]", output.mean));
  printTrust(result);
  if (result.expense !== undefined) printExpense(result.expense);
  if (flags.cumulants !== undefined) print(`\ncumulants written to ${flags.cumulants}`);
  printWarnings(warnings);
  if (unreliable) print("unreliable: the method does not work on this network at this order");
}
