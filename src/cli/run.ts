import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { KpropError } from "../errors.ts";
import { addBench } from "./commands/bench.ts";
import { addCompare } from "./commands/compare.ts";
import { addDistill } from "./commands/distill.ts";
import { addEstimate } from "./commands/estimate.ts";
import { addGenerate } from "./commands/generate.ts";
import { addPlan } from "./commands/plan.ts";
import { addSample } from "./commands/sample.ts";
import { addTail } from "./commands/tail.ts";
import { addWhest } from "./commands/whest.ts";
import { complain } from "./complain.ts";
import { examples } from "./help.ts";
import { Interrupted } from "./interrupt.ts";

/**
 * Runs the program. What goes wrong becomes one line on standard error.
 *
 * @returns the exit code: 0 done, 1 a defect of kprop, 2 bad input, 130 interrupted
 */
export async function runCli(args: readonly string[]): Promise<number> {
  const kprop = program();
  try {
    if (args.length === 0) kprop.outputHelp();
    else await kprop.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    return explain(error, kprop.commands.find((command) => command.name() === args[0]) ?? kprop);
  }
}

function program(): Command {
  const kprop = new Command("kprop")
    .description("What a neural network does in expectation, computed from its weights alone.")
    .version(manifest.version, "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  const commands = [
    addEstimate,
    addSample,
    addCompare,
    addTail,
    addPlan,
    addGenerate,
    addDistill,
    addWhest,
    addBench,
  ];
  for (const add of commands) add(kprop);
  return examples(kprop, [
    "generate --width 256 --depth 4 -o net.safetensors",
    "estimate net.safetensors",
    "compare net.safetensors --orders 1,2 --samples 1e5",
  ]);
}

/** One line on standard error, and the exit code. */
function explain(error: unknown, command: Command): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const name = command.parent ? `kprop ${command.name()}` : "kprop";
    const problem = error.code === "commander.help" ? "there is no such command" : error.message;
    complain(`${problem.replace(/^error: /, "").replace(/\.$/, "")}; see ${name} --help`);
    return 2;
  }
  if (error instanceof Interrupted) {
    complain("interrupted");
    return 130;
  }
  if (error instanceof KpropError) {
    complain(error.message);
    return 2;
  }
  complain(`a defect of kprop: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 1;
}
