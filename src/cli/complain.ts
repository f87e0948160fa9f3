import process from "node:process";
import { printable } from "../printable.ts";

/** Says what went wrong, on standard error and in one line: a message may quote arguments, or a stack's lines. */
export function complain(message: string): void {
  const line = printable(message.replace(/[\r\n]+ */g, " "));
  process.stderr.write(`kprop: ${line}\n`);
}
