import { type Command, Option } from "commander";
import { DTYPES, type Dtype } from "../../backend/dtype.ts";
import type { Precision } from "../../backend/precision.ts";
import { KINDS, type Kind, ORDERS, type Order } from "../../combinatorics/tracked.ts";
import type { MethodOptions } from "../../estimate/options.ts";
import { checkFits, plan } from "../../estimate/plan.ts";
import type { GaussianInput, Network } from "../../network/network.ts";
import { sample } from "../../sampling/sample.ts";
import { listOf, wholeNumber } from "../arguments.ts";
import { type ComparedEstimate, type Comparison, compareMethods } from "../compare.ts";
import { examples } from "../help.ts";
import { addInput, type InputFlags, inputFromFlags } from "../input-options.ts";
import { addNetwork, type NetworkFlags, readWithFlags } from "../network-options.ts";
import { duration, roughCount, scientific, withPrefix } from "../numbers.ts";
import { print, printJson, table } from "../output.ts";
import { precisionOption } from "../precision-option.ts";
import { watched } from "../progress.ts";
import { assumptions, networkLine, printWarnings } from "../report.ts";
import { type ThreadsFlag, threadsOf, threadsOption } from "../threads-option.ts";
import { timed } from "../timed.ts";
import { readTruth, truthFromSamples } from "../truth.ts";

interface CompareFlags extends NetworkFlags, InputFlags, ThreadsFlag {
  readonly orders: readonly Order[];
  readonly kinds: readonly Kind[];
  readonly dtype: Dtype;
  readonly precision: Precision;
  readonly samples: number;
  readonly seed: number;
  readonly truth?: string;
  readonly json?: boolean;
}

const COLUMNS = `Columns: vnMSE is the squared error over the variance, both averaged over outputs; N samples have
1/N, so an estimate is worth 1/vnMSE samples. Beside it, how many samples are drawn in the
estimate's time, and the ratio of the two.`;

export function addCompare(kprop: Command): void {
  const command = kprop
    .command("compare")
    .description("estimates against sampling: error, cost, and what each is worth");
  addInput(addNetwork(command))
    .option("--orders <K,…>", `of ${ORDERS.join(", ")} (default: 1,2)`, listOf(ORDERS))
    .option("--kinds <KIND,…>", `of ${KINDS.join(", ")} (default: simple)`, listOf(KINDS))
    .addOption(new Option("--dtype <TYPE>", "type of all arithmetic").choices([...DTYPES]).default("f32"))
    .addOption(precisionOption())
    .addOption(threadsOption())
    .option(
      "--samples <N>",
      "drawn for their time, and for the truth if none is given",
      wholeNumber(2),
      100_000,
    )
    .option("--seed <S>", "of the samples", wholeNumber(0), 0)
    .option("--truth <FILE>", "JSON: lists mean, variance and standard_error, one number for each output")
    .option("--json", "machine-readable output")
    .action((path: string, flags) => runCompare(path, { orders: [1, 2], kinds: ["simple"], ...flags }));
  examples(
    command,
    [
      "compare net.safetensors --samples 1e6",
      "compare net.safetensors --orders 1,2,3 --kinds simple,augment --truth net.truth.json",
    ],
    COLUMNS,
  );
}

async function runCompare(path: string, flags: CompareFlags): Promise<void> {
  const { samples, seed, dtype, precision } = flags;
  const asked = { samples, seed, variance: "plain", dtype, precision } as const;
  const network = await readWithFlags(path, flags);
  const input = await inputFromFlags(network, flags);
  const given = flags.truth === undefined ? null : await readTruth(flags.truth, network);
  const methods = methodsOf(flags, input);
  for (const method of methods) checkFits(plan(network, method), network);
  const sampled = await watched("sampling", (watch) =>
    timed(() => sample(network, { ...asked, ...threadsOf(flags), ...(input && { input }), ...watch })),
  );
  const comparison = await compareMethods(network, methods, given ?? truthFromSamples(sampled), sampled);
  if (flags.json) await printJson({ ...comparison, warnings: assumptions(network) });
  else printText(comparison, network);
}

/** Every kind at every order. */
function methodsOf(flags: CompareFlags, input: GaussianInput | null): MethodOptions[] {
  const { orders, kinds, dtype, precision } = flags;
  const common = { dtype, precision, ...threadsOf(flags), ...(input && { input }) };
  return orders.flatMap((order) => kinds.map((kind) => ({ order, kind, ...common })));
}

function printText({ truth, sampling, estimates }: Comparison, network: Network): void {
  const floor = scientific(truth.noiseFloor);
  print(networkLine(network));
  print(`truth: ${truth.source}; its own noise, a vnMSE of ${floor}, is taken off\n`);
  const head = ["estimate", "FLOP", "time", "vnMSE", "worth samples", "sampled meanwhile", "ratio"];
  print(table([head, ...estimates.map((row) => cells(row, floor))]));
  const { samples, seconds, flops } = sampling;
  print(`\nsampling: ${samples} samples, ${withPrefix(flops, "FLOP")}, ${duration(seconds)}`);
  printWarnings([...assumptions(network), ...estimates.flatMap((row) => row.warnings)]);
}

function cells(row: ComparedEstimate, floor: string): string[] {
  const { order, kind, flops, seconds, vnmse, belowFloor, worthSamples, samplesMeanwhile } = row;
  const atLeast = belowFloor ? "> " : "";
  return [
    `order ${order} ${kind}`,
    withPrefix(flops),
    duration(seconds),
    belowFloor ? `< ${floor}` : scientific(vnmse),
    `${atLeast}${roughCount(worthSamples)}`,
    roughCount(samplesMeanwhile),
    `${atLeast}${roughCount(worthSamples / samplesMeanwhile)}×`,
  ];
}
