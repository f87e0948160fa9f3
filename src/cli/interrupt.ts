import process from "node:process";
import { complain } from "./complain.ts";

/** The reason with which Ctrl-C aborts. */
export class Interrupted extends Error {}

/** What runs and can be aborted. */
let running: AbortController | null = null;

/** Makes Ctrl-C abort what runs; where nothing does, or for the second time, it ends the process. */
export function catchInterrupts(): void {
  const onInterrupt = () => {
    if (running !== null && !running.signal.aborted) {
      running.abort(new Interrupted());
      return;
    }
    complain("interrupted");
    // The signal again: an orderly exit would wait for a read from a pipe that nobody writes to.
    process.off("SIGINT", onInterrupt);
    process.kill(process.pid, "SIGINT");
  };
  process.on("SIGINT", onInterrupt);
}

/** Runs `work` with a signal that Ctrl-C aborts. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  running = controller;
  try {
    return await work(controller.signal);
  } finally {
    running = null;
  }
}
