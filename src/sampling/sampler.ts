import { Arena } from "../backend/arena.ts";
import { instantiateKernels, type Pointer } from "../backend/kernels.ts";
import { type Network, widths } from "../network/network.ts";
import { factorCovariance } from "./factor.ts";
import { ForwardPass, overflow } from "./forward-pass.ts";
import { type GaussianSource, gaussianSource } from "./gaussian-source.ts";
import { samplingKernels } from "./kernels.ts";
import type { Block } from "./memory.ts";
import { BLOCK, MomentStates, type Moments } from "./moments.ts";
import type { SampleSettings } from "./options.ts";

/** Evaluations at a time: enough for the matrix product's rate, 256 KiB of f32 at width 256. */
const COLUMNS = 256;
/** A batch of the widest layer is kept below this by taking fewer at a time. */
const BATCH_BYTES = 2 ** 24;

/** What a sampler works with, all of it in one instance's memory. */
interface Parts {
  readonly settings: SampleSettings;
  readonly source: GaussianSource;
  readonly pass: ForwardPass;
  readonly states: MomentStates;
  /** Evaluations at a time. */
  readonly columns: number;
  /** Layers before the first whose moments are kept. */
  readonly untracked: number;
  readonly buffers: readonly [Block, Block];
  readonly workspace: Pointer;
}

/**
 * Evaluates a network on draws 0, 1, 2, … of its input and keeps running moments; a draw is one evaluation,
 * or an antithetic pair. What it says of the first N depends on N alone, not on the steps it took to get
 * there nor on how many are evaluated at a time: whole blocks of draws are merged in order as they are done,
 * the rest when moments are asked for.
 */
export class Sampler {
  /** Draws asked for so far. */
  private asked = 0;
  /** Draws in `state`: whole blocks. */
  private merged = 0;
  private readonly state: Pointer;
  private readonly spareState: Pointer;
  private readonly parts: Parts;

  private constructor(parts: Parts) {
    this.parts = parts;
    this.state = parts.states.create();
    this.spareState = parts.states.create();
  }

  /** Loads the network. `columns`, evaluations at a time, is a multiple of a block's; results do not depend on it. */
  static async create(
    network: Network,
    settings: SampleSettings,
    options: { columns?: number; signal?: AbortSignal | undefined } = {},
  ): Promise<Sampler> {
    const { dtype, antithetic, input } = settings;
    const factor = input?.covariance ? await factorCovariance(input.covariance, options) : null;
    const instance = await instantiateKernels();
    const [arena, kernels] = [new Arena(instance), samplingKernels(instance, dtype)];
    const [inputs, ...outputs] = widths(network) as [number, ...number[]];
    const source = gaussianSource(arena, kernels, settings, inputs, factor);
    const widest = Math.max(inputs, ...outputs, source.normals);
    const columns = options.columns ?? batchColumns(widest * kernels.bytes, antithetic);
    const pass = new ForwardPass(arena, kernels, dtype, network);
    const tracked = settings.layers ? outputs : outputs.slice(-1);
    const buffer = () => ({ pointer: arena.reserve(widest * columns * kernels.bytes), ld: columns });
    return new Sampler({
      settings,
      source,
      pass,
      states: new MomentStates(arena, kernels, tracked, antithetic),
      columns,
      untracked: outputs.length - tracked.length,
      buffers: [buffer(), buffer()],
      workspace: arena.reserve(Math.max(source.workspaceBytes(columns), pass.workspaceBytes(columns))),
    });
  }

  /** What inputs are made of: for counting operations. */
  get source(): GaussianSource {
    return this.parts.source;
  }

  /** Evaluations in whole blocks done so far. */
  get done(): number {
    return this.merged * this.perDraw;
  }

  /** Goes on by that many evaluations, an even number if antithetic. Yields every few milliseconds. */
  *advance(evaluations: number): Generator<void, void> {
    this.asked += evaluations / this.perDraw;
    const whole = this.asked - (this.asked % BLOCK);
    const atOnce = this.parts.columns / this.perDraw;
    while (this.merged < whole) {
      const draws = Math.min(atOnce, whole - this.merged);
      yield* this.evaluate(this.state, this.merged, draws);
      this.merged += draws;
    }
  }

  /** The moments of all evaluations asked for: of the last layer, or of every layer, in order. */
  *moments(): Generator<void, Moments[]> {
    const { states, pass, untracked } = this.parts;
    states.copy(this.state, this.spareState);
    const rest = this.asked - this.merged;
    if (rest > 0) yield* this.evaluate(this.spareState, this.merged, rest);
    return states.read(this.spareState, this.asked, (layer) => pass.layerName(layer + untracked));
  }

  private get perDraw(): number {
    return this.parts.settings.antithetic ? 2 : 1;
  }

  private *evaluate(state: Pointer, first: number, draws: number): Generator<void, void> {
    const { settings, source, workspace, pass, states, untracked } = this.parts;
    let [from, to] = this.parts.buffers;
    if (!source.draw(first, draws, from, to, workspace)) throw overflow("the input", settings.dtype);
    for (let index = 0; index < pass.depth; index++) {
      yield* pass.evaluate(index, from, to, draws * this.perDraw, workspace);
      if (index >= untracked) states.absorb(state, index - untracked, first, draws, to);
      [from, to] = [to, from];
    }
  }
}

function batchColumns(rowBytes: number, antithetic: boolean): number {
  const least = antithetic ? 2 * BLOCK : BLOCK;
  let columns = COLUMNS;
  while (columns > least && columns * rowBytes > BATCH_BYTES) columns /= 2;
  return columns;
}
