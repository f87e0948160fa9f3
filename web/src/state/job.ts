import { signal } from "@preact/signals";
import { Cancelled, failureOf } from "../protocol/client.ts";
import type { Failure, Progress } from "../protocol/jobs.ts";
import { runner } from "./workers.ts";

/** Something that takes long, which a panel starts, watches and ends. */
export class Job {
  /** null: it is not running. */
  readonly progress = signal<Progress | null>(null);
  readonly failure = signal<Failure | null>(null);
  private since = 0;
  private runs = 0;

  /** Begins again if it is running. */
  async run(work: (watch: (progress: Progress) => void) => Promise<void>): Promise<void> {
    const mine = ++this.runs;
    this.failure.value = null;
    this.watch({ type: "progress", stage: "starting", done: 0 });
    try {
      await work((progress) => this.watch(progress));
    } catch (error) {
      if (!(error instanceof Cancelled)) this.failure.value = failureOf(error);
    }
    if (mine === this.runs) this.progress.value = null;
  }

  cancel(): void {
    if (this.progress.value !== null) runner.cancel();
  }

  /** Seconds to go of the stage, by how it went so far. */
  get left(): number | null {
    const now = this.progress.value;
    if (now === null || now.done < 0.02) return null;
    return ((performance.now() - this.since) / 1000) * (1 / now.done - 1);
  }

  private watch(progress: Progress): void {
    if (this.progress.value?.stage !== progress.stage) this.since = performance.now();
    this.progress.value = progress;
  }
}
