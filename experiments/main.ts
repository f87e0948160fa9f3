import process from "node:process";
import { complain } from "../src/cli/complain.ts";
import { catchInterrupts, Interrupted, interruptible } from "../src/cli/interrupt.ts";
import { KpropError } from "../src/errors.ts";
import { parseRequest } from "./arguments.ts";
import { experimentNames, loadExperiment } from "./catalogue.ts";
import { runExperiment } from "./run-experiment.ts";

catchInterrupts();
process.exitCode = await main(process.argv.slice(2));

/** @returns the exit code: 0 done, 2 bad arguments, 130 interrupted */
async function main(args: readonly string[]): Promise<number> {
  try {
    const known = await experimentNames();
    const { names, list, ...form } = parseRequest(args, known);
    if (list) for (const name of known) console.log(await line(name));
    else for (const name of names) await interruptible((signal) => runExperiment(name, form, signal));
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) {
      complain("interrupted; the same command goes on");
      return 130;
    }
    if (!(error instanceof KpropError)) throw error;
    complain(error.message);
    return 2;
  }
}

async function line(name: string): Promise<string> {
  return `${name.padEnd(12)} ${(await loadExperiment(name)).question}`;
}
