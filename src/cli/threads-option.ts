import { Option } from "commander";
import { wholeNumber } from "./arguments.ts";

/** `--threads`, of every command that computes. */
export function threadsOption(): Option {
  return new Option("--threads <N>", "the most to compute with; default: all cores").argParser(
    wholeNumber(1),
  );
}

export interface ThreadsFlag {
  readonly threads?: number | undefined;
}

/** As `estimate` and `sample` take it. */
export function threadsOf({ threads }: ThreadsFlag): { threads?: number } {
  return threads === undefined ? {} : { threads };
}

/** "2 threads" */
export function threadCount(threads: number): string {
  return threads === 1 ? "1 thread" : `${threads} threads`;
}
