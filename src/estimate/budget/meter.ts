import type { Speed } from "./speed.ts";

/** What is being paid for. */
export type Work =
  | { readonly kind: "plan"; readonly operations: number }
  | {
      readonly kind: "estimate";
      readonly flops: number;
      readonly operations: number;
      readonly threads: number;
    }
  | {
      readonly kind: "samples";
      readonly flops: number;
      readonly neurons: number;
      readonly threads: number;
    }
  /** Bounds from samples. */
  | { readonly kind: "certificate" };

/** Tells what work costs in a budget's unit, and what is left. */
export interface Meter {
  readonly total: number;
  left(): number;
  /** What is spent, of work that is not paid yet so many FLOPs included. */
  spent(flops: number): number;
  /** What work is foretold to cost. */
  price(work: Work): number;
  /** Work was done; `seconds` it took. */
  paid(work: Work, seconds: number): void;
}

/** FLOPs: exact and known beforehand. Plans and certificates have none that are counted. */
export class FlopMeter implements Meter {
  readonly total: number;
  private sum = 0;

  constructor(total: number) {
    this.total = total;
  }

  left(): number {
    return this.total - this.sum;
  }

  spent(flops: number): number {
    return this.sum + flops;
  }

  price(work: Work): number {
    return work.kind === "estimate" || work.kind === "samples" ? work.flops : 0;
  }

  paid(work: Work): void {
    this.sum += this.price(work);
  }
}

/** Of the time: kept for what nobody foretells, a collection of garbage above all. */
const RESERVE = 0.06;

/** Of what each further thread adds, what can be counted on. */
const THREAD_GAIN = 0.6;

/** What a neuron costs a sample beside the products, in FLOPs: normals, activations, sums. */
const PER_NEURON = 300;

/** A kind of work that took this many times what was foretold is not believed: something else kept the machine busy. */
const MOST = 8;

/** Wall-clock time, foretold from the machine's speed and corrected by what each kind of work has taken so far. */
export class TimeMeter implements Meter {
  readonly total: number;
  private readonly speed: Speed;
  private readonly now: () => number;
  private readonly start: number;
  private readonly corrections = new Map<string, number>();

  /**
   * @param start when the budget began, by `now`
   * @param now seconds
   */
  constructor(total: number, speed: Speed, start: number, now: () => number) {
    this.total = total;
    this.speed = speed;
    this.start = start;
    this.now = now;
  }

  left(): number {
    return this.total * (1 - RESERVE) - this.spent();
  }

  spent(): number {
    return this.now() - this.start;
  }

  price(work: Work): number {
    return this.parts(work).reduce(
      (sum, [of, seconds]) => sum + seconds * (this.corrections.get(of) ?? 1),
      0,
    );
  }

  /** Corrects what most of the time was foretold of. The first of its kind is not counted: it compiles what it runs. */
  paid(work: Work, seconds: number): void {
    const [[of, most], ...others] = this.parts(work).sort(([, a], [, b]) => b - a) as [Part, ...Part[]];
    const rest = others.reduce((sum, [, other]) => sum + other, 0);
    const ratio = Math.min(MOST, Math.max(1 / MOST, (seconds - rest) / most));
    const isFirst = !this.corrections.has(of) && (work.kind === "plan" || work.kind === "estimate");
    this.corrections.set(of, isFirst ? 1 : ratio);
  }

  /** What the time goes to. */
  private parts(work: Work): Part[] {
    const { flops, operation, plan, certificate } = this.speed;
    switch (work.kind) {
      case "plan":
        return [["plan", work.operations * plan]];
      case "certificate":
        return [["certificate", certificate]];
      case "samples":
        return [["samples", (work.flops + PER_NEURON * work.neurons) / (flops * together(work.threads))]];
      case "estimate":
        return [
          ["products", work.flops / (flops * together(work.threads))],
          ["operations", work.operations * operation],
        ];
    }
  }
}

/** A correction's name, and seconds. */
type Part = [string, number];

/** How many times as fast threads are as one. */
function together(threads: number): number {
  return 1 + THREAD_GAIN * (threads - 1);
}
