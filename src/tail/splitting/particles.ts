import { allocated } from "../../backend/allocate.ts";
import type { Arena } from "../../backend/arena.ts";
import type { Pointer } from "../../backend/instance.ts";
import type { Evaluation } from "../../sampling/evaluator.ts";
import { ForwardPass, overflow } from "../../sampling/forward-pass.ts";
import { type GaussianSource, gaussianSource } from "../../sampling/gaussian-source.ts";
import type { SamplingKernels } from "../../sampling/kernels.ts";
import type { Block } from "../../sampling/memory.ts";
import { STREAM } from "../../sampling/seed.ts";

/** Particles that are evaluated together. */
export const BATCH = 256;

/**
 * Standard normals g of which each stands for an input of the network, and the network's one output there. They are drawn
 * from N(0, I) and moved so that they stay distributed like that among those whose output is above a level.
 */
export class Particles {
  readonly outputs: Float64Array;
  private readonly arena: Arena;
  private readonly evaluation: Evaluation;
  private readonly source: GaussianSource;
  private readonly pass: ForwardPass;
  /** Batches of shape [normals, BATCH]. */
  private states: (Float32Array | Float64Array)[];
  private readonly buffers: readonly [Block, Block];
  private readonly workspace: Pointer;
  private readonly run: number;
  /** Draws of normals so far. */
  private drawn = 0;

  /** `run`: which of the runs with one seed, whose draws differ. */
  constructor(arena: Arena, kernels: SamplingKernels, evaluation: Evaluation, batches: number, run: number) {
    const { network, settings, factor } = evaluation;
    const inputs = network.layers[0]!.weight.columns;
    const source = gaussianSource(arena, kernels, settings, inputs, factor);
    const pass = new ForwardPass(arena, kernels, settings.dtype, network);
    const widest = Math.max(source.normals, inputs, ...network.layers.map(({ weight }) => weight.rows));
    const buffer = () => ({ pointer: arena.reserve(widest * BATCH * kernels.bytes), ld: BATCH });
    const length = source.normals * BATCH;
    const zeros = () => (settings.dtype === "f32" ? new Float32Array(length) : new Float64Array(length));
    this.arena = arena;
    this.evaluation = evaluation;
    this.source = source;
    this.pass = pass;
    this.run = run;
    this.buffers = [buffer(), buffer()];
    this.workspace = arena.reserve(Math.max(source.workspaceBytes(BATCH), pass.workspaceBytes(BATCH)));
    const bytes = batches * length * kernels.bytes;
    this.states = allocated(bytes, () => Array.from({ length: batches }, zeros), "particles");
    this.outputs = new Float64Array(batches * BATCH);
  }

  get count(): number {
    return this.outputs.length;
  }

  /** Draws all of them. */
  *draw(): Generator<void, void> {
    for (const [batch, state] of this.states.entries()) {
      this.normals();
      state.set(this.view(state.length));
      this.outputs.set(yield* this.evaluate(), batch * BATCH);
    }
  }

  /** Those above the level, by number. */
  above(level: number): number[] {
    return Array.from(this.outputs.keys()).filter((i) => this.outputs[i]! > level);
  }

  /** Particle i becomes a copy of that of `survivors` at i + offset, counted round; there is one. */
  resample(survivors: readonly number[], offset: number): void {
    const [old, outputs] = [this.states, this.outputs.slice()];
    this.states = old.map((state) => state.slice());
    for (let i = 0; i < this.count; i++) {
      const from = survivors[(i + offset) % survivors.length]!;
      copyColumn(
        old[Math.floor(from / BATCH)]!,
        from % BATCH,
        this.states[Math.floor(i / BATCH)]!,
        i % BATCH,
      );
      this.outputs[i] = outputs[from]!;
    }
  }

  /**
   * One step of each: g → √(1 − β²) g + β ξ with ξ ~ N(0, I), which leaves N(0, I) as it is, where the output stays above the
   * level (preconditioned Crank–Nicolson: Cotter et al., Statistical Science 28 (2013) 424).
   *
   * @returns the share that moved
   */
  *move(level: number, beta: number): Generator<void, number> {
    const keep = Math.sqrt(1 - beta * beta);
    let moved = 0;
    for (const [batch, state] of this.states.entries()) {
      this.normals();
      const noise = this.view(state.length);
      const proposed = state.map((g, at) => keep * g + beta * noise[at]!);
      noise.set(proposed);
      const outputs = yield* this.evaluate();
      for (let c = 0; c < BATCH; c++) {
        if (!(outputs[c]! > level)) continue;
        moved++;
        copyColumn(proposed, c, state, c);
        this.outputs[batch * BATCH + c] = outputs[c]!;
      }
    }
    return moved / this.count;
  }

  /** New normals in the first buffer. */
  private normals(): void {
    this.source.normal(this.buffers[0], BATCH, { low: this.drawn, high: this.run }, STREAM.particles);
    this.drawn += BATCH;
  }

  private view(length: number): Float32Array | Float64Array {
    return this.arena[this.evaluation.settings.dtype](this.buffers[0].pointer, length);
  }

  /** The outputs at the normals in the first buffer, which is overwritten. */
  private *evaluate(): Generator<void, Float32Array | Float64Array> {
    const { dtype } = this.evaluation.settings;
    let [from, to] = this.buffers;
    const inputs = this.source.inputs(from, BATCH, to, this.workspace);
    if (inputs === null) throw overflow("the input", dtype);
    if (inputs === to) [from, to] = [to, from];
    for (let layer = 0; layer < this.pass.depth; layer++) {
      yield* this.pass.evaluate(layer, from, to, BATCH, this.workspace);
      [from, to] = [to, from];
    }
    return this.arena[dtype](from.pointer, BATCH).slice();
  }
}

type State = Float32Array | Float64Array;

function copyColumn(from: State, column: number, to: State, target: number): void {
  for (let at = 0; at < from.length; at += BATCH) to[at + target] = from[at + column]!;
}
