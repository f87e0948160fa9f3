import process from "node:process";
import cliProgress from "cli-progress";
import { duration } from "../../src/cli/numbers.ts";

/** Where there is no terminal to draw a bar on, a line is written this often, in milliseconds. */
const SILENCE = 15_000;
/** Nominal seconds after which what work has taken so far says more than what was expected. */
const TRUSTED = 5;

/** A bar on standard error with the time left: work is counted in seconds that it was expected to take. */
export class Progress {
  private readonly label: string;
  private readonly total: number;
  private readonly start = performance.now();
  private readonly bar: cliProgress.SingleBar | null;
  private spoken = performance.now();
  private done = 0;

  constructor(label: string, total: number) {
    this.label = label;
    this.total = total;
    this.bar = process.stderr.isTTY
      ? new cliProgress.SingleBar(
          { format: "{text} {bar} {left}", stream: process.stderr, clearOnComplete: true, linewrap: true },
          cliProgress.Presets.shades_classic,
        )
      : null;
    this.bar?.start(total, 0, { text: label, left: "" });
  }

  /** Runs work and counts it; `cost` is what it was expected to take. */
  async during<T>(
    name: string,
    cost: number,
    work: (onProgress: (part: number) => void) => Promise<T>,
  ): Promise<T> {
    this.show(name, 0);
    const result = await work((part) => this.show(name, part * cost));
    this.done += cost;
    this.show(name, 0);
    return result;
  }

  stop(): void {
    this.bar?.stop();
  }

  private show(name: string, partly: number): void {
    const done = Math.min(this.done + partly, this.total);
    const left = `${duration(Math.max(1, Math.ceil(this.secondsLeft(done))))} left, ${name}`;
    if (this.bar) this.bar.update(done, { text: this.label, left });
    else if (performance.now() - this.spoken > SILENCE) {
      this.spoken = performance.now();
      process.stderr.write(`${this.label}: ${Math.floor((100 * done) / this.total)} %, ${left}\n`);
    }
  }

  private secondsLeft(done: number): number {
    const pace = done < TRUSTED ? 1 : (performance.now() - this.start) / 1000 / done;
    return (this.total - done) * pace;
  }
}
