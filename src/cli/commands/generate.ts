import { type Command, Option } from "commander";
import { encodeNetwork } from "../../network/encode-network.ts";
import { randomNetwork } from "../../sampling/random-network.ts";
import { wholeNumber } from "../arguments.ts";
import { examples } from "../help.ts";
import { byteSize } from "../numbers.ts";
import { print, printJson } from "../output.ts";
import { checkOutput, writeWhole } from "../output-file.ts";
import { watched } from "../progress.ts";
import { networkLine } from "../report.ts";

interface GenerateFlags {
  readonly width: number;
  readonly depth: number;
  readonly inputs?: number;
  readonly outputs?: number;
  readonly activation: string;
  readonly initialisation: "he" | "critical";
  readonly seed: number;
  readonly output: string;
  readonly json?: boolean;
}

export function addGenerate(kprop: Command): void {
  const command = kprop.command("generate").description("write a random network, to try the others on");
  command
    .requiredOption("--width <N>", "neurons of each hidden layer", wholeNumber(1))
    .requiredOption("--depth <L>", "hidden layers", wholeNumber(0))
    .option("--inputs <N>", "default: the width", wholeNumber(1))
    .option("--outputs <N>", "default: the width", wholeNumber(1))
    .option("--activation <NAME>", "activation of the hidden layers", "relu")
    .addOption(
      new Option("--initialisation <NAME>", "law of the weights").choices(["he", "critical"]).default("he"),
    )
    .option("--seed <S>", "same seed, same network", wholeNumber(0), 0)
    .requiredOption("-o, --output <FILE>", "the safetensors file to write; one of that name is replaced")
    .option("--json", "machine-readable output")
    .action(runGenerate);
  examples(command, [
    "generate --width 256 --depth 4 -o net.safetensors",
    "generate --inputs 784 --width 128 --depth 2 --outputs 10 --seed 7 -o small.safetensors",
  ]);
}

async function runGenerate({ output, json, ...options }: GenerateFlags): Promise<void> {
  await checkOutput(output, []);
  const network = await watched("drawing", ({ signal }) => randomNetwork({ ...options, signal }));
  const bytes = encodeNetwork(network);
  await writeWhole(output, bytes);
  if (json) await printJson({ output, bytes: bytes.length, ...options });
  else print(`${networkLine(network)} written to ${output} (${byteSize(bytes.length)})`);
}
