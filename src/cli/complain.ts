import process from "node:process";
import { oneLine } from "../one-line.ts";

/** Says what went wrong, on standard error and in one line: a message may quote arguments, or a stack's lines. */
export function complain(message: string): void {
  process.stderr.write(`kprop: ${oneLine(message.replace(/[\r\n]+ */g, " "))}\n`);
}
