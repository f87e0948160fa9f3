import process from "node:process";

/** Says what went wrong, on standard error and in one line: a message may quote lines of a file. */
export function complain(message: string): void {
  process.stderr.write(`kprop: ${message.replace(/\s*[\r\n]+\s*/g, " ")}\n`);
}
