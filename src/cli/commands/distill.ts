import { type Command, Option } from "commander";
import type { Dtype } from "../../backend/dtype.ts";
import type { Kind, Order } from "../../combinatorics/tracked.ts";
import { encodeNetwork } from "../../network/encode-network.ts";
import type { Network } from "../../network/network.ts";
import type { Training } from "../../training/train.ts";
import { numberFromZero, wholeNumber } from "../arguments.ts";
import { type Distilled, distill, OPTIMISERS } from "../distillation.ts";
import { examples } from "../help.ts";
import { addInput, type InputFlags, inputFromFlags } from "../input-options.ts";
import { dtypeOption, kindOption, orderOption } from "../method-options.ts";
import { addNetwork, type NetworkFlags, readWithFlags } from "../network-options.ts";
import { duration, withPrefix } from "../numbers.ts";
import { print, printJson, table } from "../output.ts";
import { checkOutput, writeWhole } from "../output-file.ts";
import { networkLine, printWarnings } from "../report.ts";
import { type ThreadsFlag, threadCount, threadsOf, threadsOption } from "../threads-option.ts";

interface DistillFlags extends NetworkFlags, InputFlags, ThreadsFlag {
  readonly width: number;
  readonly steps: number;
  readonly output: string;
  readonly optimiser: (typeof OPTIMISERS)[number];
  readonly rate: number;
  readonly seed: number;
  readonly samples: number;
  readonly order: string;
  readonly kind: Kind;
  readonly dtype: Dtype;
  readonly json?: boolean;
}

const NOTE = `The student has TEACHER's layers and activations, its hidden ones N wide, random weights and zero biases at first. The loss,
the mean over outputs of E[(student - teacher)²], is estimated from the weights alone; no sample is drawn but to check it.`;

export function addDistill(kprop: Command): void {
  const command = kprop
    .command("distill")
    .description("train a small network to do what a large one does on average, without samples");
  addInput(addNetwork(command, "TEACHER"))
    .requiredOption("--width <N>", "neurons of each of the student's hidden layers", wholeNumber(1))
    .requiredOption("--steps <S>", "how many", wholeNumber(1))
    .requiredOption("-o, --output <FILE>", "the safetensors file to write; one of that name is replaced")
    .addOption(orderOption())
    .addOption(kindOption())
    .addOption(dtypeOption())
    .addOption(
      new Option("--optimiser <NAME>", "how steps are taken").choices([...OPTIMISERS]).default("adam"),
    )
    .option("--rate <R>", "learning rate", numberFromZero, 0.01)
    .option("--seed <S>", "of the student's first weights, and of samples", wholeNumber(0), 0)
    .option("--samples <N>", "to check the loss by, before and after", wholeNumber(2), 100_000)
    .addOption(threadsOption())
    .option("--json", "machine-readable output: with the loss at every step")
    .action(runDistill);
  examples(
    command,
    [
      "distill net.safetensors --width 64 --steps 256 -o small.safetensors",
      "distill net.safetensors --width 64 --steps 1000 --order 3 --optimiser momentum --rate 0.02 -o small.safetensors",
    ],
    NOTE,
  );
}

async function runDistill(path: string, flags: DistillFlags): Promise<void> {
  const { output, order, kind, dtype, width, steps, optimiser, rate, seed, samples } = flags;
  await checkOutput(output, [path, flags.inputMean, flags.inputCovariance]);
  const read = await readWithFlags(path, flags);
  const teacher = { ...read, input: await inputFromFlags(read, flags) };
  const method = { order: Number(order) as Order, kind, dtype, ...threadsOf(flags) };
  const asked = { width, steps, seed, samples, optimiser: { type: optimiser, rate } };
  const distilled = await distill(teacher, { ...asked, method });
  await writeWhole(output, encodeNetwork(distilled.training.network));
  if (flags.json) await printJson({ output, ...asked, ...jsonOf(distilled) });
  else printText(distilled, teacher, flags);
}

function jsonOf({ training, ...found }: Distilled): object {
  const { network: _network, ...described } = training;
  return { ...found, ...described };
}

function printText(
  distilled: Distilled,
  teacher: Network,
  { output, samples, optimiser, rate }: DistillFlags,
): void {
  const { training, before, after } = distilled;
  const { order, kind, dtype, flops, threads, seconds, history } = training;
  print(`${networkLine(teacher)}\nby ${networkLine(training.network)}`);
  print(`order ${order} ${kind}, ${dtype}; ${history.length - 1} steps of ${optimiser}, rate ${rate}`);
  print(`${withPrefix(flops, "FLOP")}, ${duration(seconds)}, ${threadCount(threads)}\n`);
  const rows: [string, number | null, number | null][] = [
    ["estimated", history[0]!, history.at(-1)!],
    [`by ${samples} samples`, before.difference, after.difference],
    ["… of the teacher's variance", before.share, after.share],
  ];
  const digits = (x: number | null) => x?.toPrecision(3) ?? "-";
  print(
    table([
      ["mean squared difference", "before", "after"],
      ...rows.map(([name, ...numbers]) => [name, ...numbers.map(digits)]),
    ]),
  );
  print(`\nwritten to ${output}`);
  printWarnings([...training.warnings, ...stopping(training)]);
  if (training.unreliable) print("unreliable: the method does not work on these networks at this order");
}

function stopping({ stopped }: Training) {
  if (stopped === null) return [];
  const message = `stopped at step ${stopped.step}, with the weights before it: ${stopped.message}`;
  return [{ code: stopped.reason, message }];
}
