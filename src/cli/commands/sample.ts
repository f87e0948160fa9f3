import { type Command, Option } from "commander";
import { DTYPES, type Dtype } from "../../backend/dtype.ts";
import type { Network } from "../../network/network.ts";
import { type SampleResult, sample } from "../../sampling/sample.ts";
import { wholeNumber } from "../arguments.ts";
import { examples } from "../help.ts";
import { addInput, type InputFlags, inputFromFlags } from "../input-options.ts";
import { addNetwork, type NetworkFlags, readWithFlags } from "../network-options.ts";
import { duration, withPrefix } from "../numbers.ts";
import { print, printJson } from "../output.ts";
import { watched } from "../progress.ts";
import { assumptions, meanLine, networkLine, printWarnings } from "../report.ts";

interface SampleFlags extends NetworkFlags, InputFlags {
  readonly samples: number;
  readonly seed: number;
  readonly antithetic?: boolean;
  readonly dtype: Dtype;
  readonly layers?: boolean;
  readonly json?: boolean;
}

export function addSample(kprop: Command): void {
  const command = kprop
    .command("sample")
    .description("the same by Monte Carlo: run the network on random inputs");
  addInput(addNetwork(command))
    .requiredOption("--samples <N>", "how many; 1e6 is a number too", wholeNumber(1))
    .option("--seed <S>", "same seed, same bits", wholeNumber(0), 0)
    .option("--antithetic", "samples in pairs mirrored at the mean; N is even")
    .addOption(new Option("--dtype <TYPE>", "type of the forward passes").choices([...DTYPES]).default("f32"))
    .option("--layers", "moments of every layer as well")
    .option("--json", "machine-readable output: with variances")
    .action(runSample);
  examples(command, [
    "sample net.safetensors --samples 1e6",
    "sample net.safetensors --samples 100_000 --seed 7 --antithetic --json",
  ]);
}

async function runSample(path: string, flags: SampleFlags): Promise<void> {
  const network = await readWithFlags(path, flags);
  const input = await inputFromFlags(network, flags);
  const { samples, seed, antithetic = false, dtype, layers = false } = flags;
  const options = { samples, seed, antithetic, dtype, layers, ...(input && { input }) };
  const result = await watched("sampling", (watch) => sample(network, { ...options, ...watch }));
  if (flags.json) printJson({ ...result, warnings: assumptions(network) });
  else printText(result, network);
}

function printText(result: SampleResult, network: Network): void {
  const { samples, seed, antithetic, dtype, flops, seconds, output, layers } = result;
  print(networkLine(network));
  print(`${samples} samples${antithetic ? " in antithetic pairs" : ""}, seed ${seed}, ${dtype}`);
  print(`${withPrefix(flops, "FLOP")}, ${duration(seconds)}\n`);
  layers?.slice(0, -1).forEach((moments, l) => {
    print(meanLine(`E[X${l + 1}]`, moments.mean));
  });
  print(meanLine("E[output]", output.mean));
  print(meanLine("± (1σ)", output.standardError));
  printWarnings(assumptions(network));
}
