import { type Command, Option } from "commander";
import { measureHere, measureIn, PROGRAMS, type Program, reportText } from "../benchmark.ts";
import { examples } from "../help.ts";
import { print, printJson } from "../output.ts";

interface BenchFlags {
  readonly runtime?: Program;
  readonly quick?: boolean;
  readonly json?: boolean;
}

const NOTE = `Products, sampling and estimates on one thread, in half a minute: time, and how near each comes to
the fastest that the runtime multiplies and adds at all. For a browser, open dist/bench.html of this
package in it.`;

export function addBench(kprop: Command): void {
  const command = kprop.command("bench").description("how fast a runtime is here");
  command
    .addOption(
      new Option("--runtime <NAME>", "one on the PATH (default: the one that runs this)").choices(PROGRAMS),
    )
    .option("--quick", "one round: whether it works, not how fast")
    .option("--json", "machine-readable output")
    .action(runBench);
  examples(command, ["bench --runtime deno", "bench --json"], NOTE);
}

async function runBench({ runtime, quick = false, json }: BenchFlags): Promise<void> {
  const report = await (runtime ? measureIn(runtime, quick) : measureHere(quick));
  if (json) await printJson(report);
  else print(await reportText(report));
}
