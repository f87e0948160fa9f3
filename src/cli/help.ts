import type { Command } from "commander";

/** Ends a command's help with command lines to try. */
export function examples(command: Command, lines: readonly string[], note = ""): Command {
  const shown = lines.map((line) => `  $ kprop ${line}`).join("\n");
  return command.addHelpText("after", `\nExamples:\n${shown}${note && `\n\n${note}`}`);
}
