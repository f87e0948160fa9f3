import { batch, signal } from "@preact/signals";
import { methodKey } from "../model/methods.ts";
import type { Failure, Method, Neuron, SampledTail, TailCurve, TailsEvent } from "../protocol/jobs.ts";
import type { Job } from "./job.ts";
import { view } from "./view.ts";
import { runner } from "./workers.ts";

interface Grid {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

/** One neuron's tails on a grid, as they come in. */
export class NeuronTails {
  readonly sampled = signal<SampledTail | null>(null);
  readonly curves = signal<readonly TailCurve[]>([]);
  readonly failures = signal<ReadonlyMap<string, Failure>>(new Map());
  private readonly grid: Grid;

  constructor(grid: Grid) {
    this.grid = grid;
  }

  clear(): void {
    batch(() => {
      this.sampled.value = null;
      this.curves.value = [];
      this.failures.value = new Map();
    });
  }

  async find(
    neuron: Neuron,
    methods: readonly Method[],
    samples: number,
    watch: Parameters<Parameters<Job["run"]>[0]>[0],
  ): Promise<void> {
    this.clear();
    const hear = (event: TailsEvent) => {
      if (event.type === "progress") watch(event);
      else if (event.type === "sampled") this.sampled.value = event.sampled;
      else if (event.type === "curve") this.curves.value = [...this.curves.value, event.curve];
      else this.failures.value = new Map(this.failures.value).set(methodKey(event.method), event.error);
    };
    const { dtype } = view.value;
    await runner.run("tails", { ...neuron, ...this.grid, methods, samples, dtype }, hear);
  }
}
