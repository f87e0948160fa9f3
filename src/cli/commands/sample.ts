import { type Command, Option } from "commander";
import { DTYPES, type Dtype } from "../../backend/dtype.ts";
import type { Precision } from "../../backend/precision.ts";
import type { Network } from "../../network/network.ts";
import { MULTIPLES } from "../../sampling/options.ts";
import { type SampleResult, sample } from "../../sampling/sample.ts";
import type { Variance } from "../../sampling/variance.ts";
import { wholeNumber } from "../arguments.ts";
import { examples } from "../help.ts";
import { addInput, type InputFlags, inputFromFlags } from "../input-options.ts";
import { addNetwork, type NetworkFlags, readWithFlags } from "../network-options.ts";
import { duration, withPrefix } from "../numbers.ts";
import { print, printJson } from "../output.ts";
import { precisionOption } from "../precision-option.ts";
import { watched } from "../progress.ts";
import { arithmetic, assumptions, meanLine, networkLine, printWarnings } from "../report.ts";
import { type ThreadsFlag, threadCount, threadsOf, threadsOption } from "../threads-option.ts";

interface SampleFlags extends NetworkFlags, InputFlags, ThreadsFlag {
  readonly samples: number;
  readonly seed: number;
  readonly variance?: Variance;
  readonly antithetic?: boolean;
  readonly dtype: Dtype;
  readonly precision: Precision;
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
    .addOption(
      new Option("--variance <WAY>", "how errors are made smaller; default: what measured best").choices(
        Object.keys(MULTIPLES),
      ),
    )
    .option("--antithetic", "the same as --variance antithetic")
    .addOption(new Option("--dtype <TYPE>", "type of the forward passes").choices([...DTYPES]).default("f32"))
    .addOption(precisionOption())
    .addOption(threadsOption())
    .option("--layers", "moments of every layer as well")
    .option("--json", "machine-readable output: with variances")
    .action(runSample);
  examples(command, [
    "sample net.safetensors --samples 1e6",
    "sample net.safetensors --samples 65_536 --variance sobol-control",
    "sample net.safetensors --samples 100_000 --seed 7 --antithetic --json",
  ]);
}

async function runSample(path: string, flags: SampleFlags): Promise<void> {
  const network = await readWithFlags(path, flags);
  const input = await inputFromFlags(network, flags);
  const { samples, seed, variance, antithetic = false, dtype, precision, layers = false } = flags;
  const asked = { samples, seed, ...(variance && { variance }), antithetic, dtype, precision, layers };
  const options = { ...asked, ...threadsOf(flags), ...(input && { input }) };
  const result = await watched("sampling", (watch) => sample(network, { ...options, ...watch }));
  if (flags.json) await printJson({ ...result, warnings: assumptions(network) });
  else printText(result, network);
}

const DRAWN: Readonly<Record<Variance, string>> = {
  plain: "",
  antithetic: " in antithetic pairs",
  control: " with a control variate",
  sobol: " at Sobol points",
  "sobol-control": " at Sobol points with a control variate",
};

function printText(result: SampleResult, network: Network): void {
  const { samples, seed, variance, flops, threads, seconds, output, layers } = result;
  print(networkLine(network));
  print(`${samples} samples${DRAWN[variance]}, seed ${seed}, ${arithmetic(result)}`);
  print(`${withPrefix(flops, "FLOP")}, ${duration(seconds)}, ${threadCount(threads)}\n`);
  layers?.slice(0, -1).forEach((moments, l) => {
    print(meanLine(`E[X${l + 1}]`, moments.mean));
  });
  print(meanLine("E[output]", output.mean));
  print(meanLine("± (1σ)", output.standardError));
  printWarnings(assumptions(network));
}
