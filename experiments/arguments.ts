import { parseArgs } from "node:util";
import { KpropError } from "../src/errors.ts";
import { show } from "../src/show.ts";
import type { Form } from "./run-experiment.ts";

/** What the command line asks for. */
export interface Request extends Form {
  readonly names: readonly string[];
  readonly list: boolean;
}

const OPTIONS = {
  list: { type: "boolean", default: false },
  quick: { type: "boolean", default: false },
  report: { type: "boolean", default: false },
} as const;

/**
 * @param known names of all experiments
 * @throws KpropError `bad-option`
 */
export function parseRequest(args: readonly string[], known: readonly string[]): Request {
  const { positionals, values } = parsed(args);
  const { list, quick, report: reportOnly } = values;
  if (positionals.length === 0 && !list) throw refusal("name an experiment, or all");
  const unknown = positionals.find((name) => name !== "all" && !known.includes(name));
  if (unknown !== undefined) throw refusal(`there is no experiment ${show(unknown)}`);
  const names = positionals.includes("all") ? known : [...new Set(positionals)];
  return { names, list, quick, reportOnly };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw refusal((error as Error).message.replace(/\. .*/s, ""));
  }
}

function refusal(message: string): KpropError {
  return new KpropError("bad-option", `${message}; see npm run experiment -- --list`);
}
