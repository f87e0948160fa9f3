import type { Command } from "commander";
import { type Estimate, estimate } from "../../estimate/estimate.ts";
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

interface EstimateFlags extends NetworkFlags, MethodFlags, InputFlags {
  readonly layers?: boolean;
  readonly cumulants?: string;
  readonly json?: boolean;
}

export function addEstimate(kprop: Command): void {
  const command = kprop.command("estimate").description("expected outputs, from the weights alone");
  addInput(addMethod(addNetwork(command)))
    .option("--layers", "means of every layer as well")
    .option("--cumulants <OUT>", "write every tracked cumulant of every layer to a safetensors file")
    .option("--json", "machine-readable output")
    .action(runEstimate);
  examples(command, [
    "estimate net.safetensors --order 2 --layers",
    "estimate net.npz --orientation in-out --order 3 --json",
    "estimate bench.parquet --row 7 --dtype f32",
    "estimate net.json --input-mean mean.npy --input-covariance covariance.npy",
  ]);
}

async function runEstimate(path: string, flags: EstimateFlags): Promise<void> {
  const { cumulants } = flags;
  if (cumulants !== undefined) await checkOutput(cumulants, [path, flags.inputMean, flags.inputCovariance]);
  const network = await readWithFlags(path, flags);
  const input = await inputFromFlags(network, flags);
  const method = { ...methodOptions(flags), ...(input && { input }) };
  if (cumulants !== undefined) checkCumulants(network, method);
  const what = { layers: flags.layers ?? false, cumulants: cumulants !== undefined };
  const result = await watched("estimating", (watch) => estimate(network, { ...method, ...what, ...watch }));
  if (cumulants !== undefined) await writeWhole(cumulants, cumulantFile(result));
  if (flags.json) printJson(jsonOf(result, flags));
  else printText(result, networkLine(network), flags);
}

function jsonOf(result: Estimate, flags: EstimateFlags): object {
  const { cumulants: _, layers, ...rest } = result;
  return flags.layers ? { ...rest, layers } : rest;
}

function printText(result: Estimate, network: string, flags: EstimateFlags): void {
  const { flops, bytes, seconds, output, layers, warnings, unreliable } = result;
  print(`${network}\n${methodLine(result)}`);
  print(`${withPrefix(flops, "FLOP")}, ${byteSize(bytes)}, ${duration(seconds)}\n`);
  if (flags.layers) {
    layers!.forEach(({ Z, X }, l) => {
      print(meanLine(`E[Z${l + 1}]`, Z.mean));
      if (X !== null) print(meanLine(`E[X${l + 1}]`, X.mean));
    });
  }
  print(meanLine("E[output]", output.mean));
  if (flags.cumulants !== undefined) print(`\ncumulants written to ${flags.cumulants}`);
  printWarnings(warnings);
  if (unreliable) print("unreliable: the method does not work on this network at this order");
}
