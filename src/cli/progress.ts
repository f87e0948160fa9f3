import process from "node:process";
import cliProgress from "cli-progress";
import { interruptible } from "./interrupt.ts";
import { duration } from "./numbers.ts";

/** Work shorter than this shows no bar, in milliseconds. */
const PATIENCE = 1000;

interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What long work is told: when to stop, and where to report how far it is. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Runs `work`, interruptible, with a bar on standard error once it has taken a second. */
export function watched<T>(label: string, work: (watch: Watch) => Promise<T>): Promise<T> {
  return interruptible(async (signal) => {
    const bar = new Bar(label);
    try {
      return await work({ signal, onProgress: (progress) => bar.update(progress) });
    } finally {
      bar.stop();
    }
  });
}

/** A bar that appears only when it is worth it, and only where somebody can see it. */
class Bar {
  private readonly bar: cliProgress.SingleBar;
  private readonly timer: NodeJS.Timeout | undefined;
  private last: Progress | null = null;

  constructor(label: string) {
    const start = performance.now();
    const format: cliProgress.GenericFormatter = (options, { progress }) => {
      const seconds = (performance.now() - start) / 1000;
      if (this.last === null) return `${label} … ${elapsed(seconds)}`;
      const drawn = cliProgress.Format.BarFormat(progress, options);
      const percent = `${Math.floor(progress * 100)} %`.padStart(5);
      const left = progress > 0 ? `, ${elapsed(seconds * (1 / progress - 1))} left` : "";
      return `${label} ${drawn} ${percent}${left}`;
    };
    this.bar = new cliProgress.SingleBar(
      { format, stream: process.stderr, clearOnComplete: true, linewrap: true },
      cliProgress.Presets.shades_classic,
    );
    if (process.stderr.isTTY) this.timer = setTimeout(() => this.appear(), PATIENCE);
  }

  update(progress: Progress): void {
    this.last = progress;
    this.bar.setTotal(progress.total);
    this.bar.update(progress.done);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.bar.stop();
  }

  private appear(): void {
    this.bar.start(this.last?.total ?? 1, this.last?.done ?? 0);
  }
}

function elapsed(seconds: number): string {
  return duration(Math.max(1, Math.ceil(seconds)));
}
