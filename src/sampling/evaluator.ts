import type { Arena } from "../backend/arena.ts";
import { bytesPerElement } from "../backend/dtype.ts";
import type { Pointer } from "../backend/instance.ts";
import { widths } from "../network/network.ts";
import { BLOCK, BlockMoments, recordLength, type Tracked } from "./block-moments.ts";
import type { Control } from "./control/control.ts";
import { ControlVariate } from "./control/control-variate.ts";
import type { CovarianceFactor } from "./factor.ts";
import { ForwardPass, overflow } from "./forward-pass.ts";
import { type GaussianSource, gaussianSource } from "./gaussian-source.ts";
import type { SamplingKernels } from "./kernels.ts";
import type { Block } from "./memory.ts";
import type { SampleSettings } from "./options.ts";
import type { SampledNetwork } from "./sampled-network.ts";
import type { SobolPoints } from "./sobol/points.ts";
import { trackedLayers } from "./tracked.ts";
import { perDraw } from "./variance.ts";

/** Evaluations at a time: enough for the matrix product's rate, 256 KiB of f32 at width 256. */
const COLUMNS = 256;
/** A batch of the widest layer is kept below this by taking fewer at a time. */
const BATCH_BYTES = 2 ** 24;

/** A network to evaluate, on what, and the factor of the input's covariance, if it has one. */
export interface Evaluation {
  readonly network: SampledNetwork;
  readonly settings: SampleSettings;
  readonly factor: CovarianceFactor | null;
  /** With the variance "control". */
  readonly control?: Control;
  /** With "sobol". */
  readonly points?: SobolPoints;
}

/** What an evaluator works with, all of it in one instance's memory. */
interface Parts {
  readonly settings: SampleSettings;
  readonly source: GaussianSource;
  readonly pass: ForwardPass;
  readonly control: ControlVariate | null;
  readonly tracked: Tracked;
  readonly moments: BlockMoments;
  /** Evaluations at a time. */
  readonly columns: number;
  readonly buffers: readonly [Block, Block];
  readonly records: Pointer;
  readonly workspace: Pointer;
}

/**
 * Evaluates a network on draws of its input and gives the records of their blocks; a draw is one evaluation, or an
 * antithetic pair. A block's record depends on its draws alone, not on how many are evaluated at a time or where.
 */
export class Evaluator {
  private readonly arena: Arena;
  private readonly parts: Parts;

  /** Loads the network. `columns`, evaluations at a time, is a multiple of a block's; results do not depend on it. */
  constructor(
    arena: Arena,
    kernels: SamplingKernels,
    { network, settings, factor, control, points }: Evaluation,
    columns?: number,
  ) {
    const { dtype, variance } = settings;
    const source = gaussianSource(arena, kernels, settings, widths(network)[0]!, factor, points);
    const widest = Math.max(...widths(network), source.normals);
    const atOnce = columns ?? batchColumns(widest * kernels.bytes, BLOCK * perDraw(variance));
    const pass = new ForwardPass(arena, kernels, dtype, network);
    const layers = trackedLayers(network, settings);
    const blocks = Math.ceil(atOnce / (BLOCK * perDraw(variance)));
    const variate = control ? new ControlVariate(arena, kernels, dtype, control, atOnce) : null;
    const buffer = () => ({ pointer: arena.reserve(widest * atOnce * kernels.bytes), ld: atOnce });
    this.arena = arena;
    this.parts = {
      ...{ settings, source, pass, control: variate, tracked: layers, columns: atOnce },
      moments: new BlockMoments(arena, kernels, layers),
      buffers: [buffer(), buffer()],
      records: arena.reserve(blocks * recordLength(layers) * 8),
      workspace: arena.reserve(
        Math.max(...[source, pass, variate].map((part) => part?.workspaceBytes(atOnce) ?? 0)),
      ),
    };
  }

  /**
   * Evaluates draws `first` to `first + draws` and hands the records of their blocks to `take`, in order; `first` begins a
   * block. Yields every few milliseconds.
   *
   * @throws KpropError `not-finite`
   */
  *evaluate(first: number, draws: number, take: (record: Float64Array, draws: number) => void) {
    const atOnce = this.parts.columns / perDraw(this.parts.settings.variance);
    for (let done = 0; done < draws; done += atOnce) {
      const batch = Math.min(atOnce, draws - done);
      yield* this.evaluateBatch(first + done, batch);
      const length = recordLength(this.parts.tracked);
      for (let start = 0; start < batch; start += BLOCK) {
        const record = this.parts.records + (start / BLOCK) * length * 8;
        take(this.arena.f64(record, length), Math.min(BLOCK, batch - start));
      }
    }
  }

  /**
   * Hands what the network gives for draws `first` to `first + draws` to `take`, some draws at a time, in order: element
   * (draw, output) at `draw · outputs + output`. For draws that come one by one, not in antithetic pairs.
   *
   * @throws KpropError `not-finite`
   */
  *outputs(
    first: number,
    draws: number,
    take: (values: Float64Array, draws: number) => void,
  ): Generator<void, void> {
    const { columns, pass, settings } = this.parts;
    for (let done = 0; done < draws; done += columns) {
      const batch = Math.min(columns, draws - done);
      const { pointer, ld } = yield* this.pass(first + done, batch, () => {});
      const count = pass.outputs;
      const rows = this.arena[settings.dtype](pointer, (count - 1) * ld + batch);
      const values = new Float64Array(batch * count);
      for (let c = 0; c < batch; c++)
        for (let i = 0; i < count; i++) values[c * count + i] = rows[i * ld + c]!;
      take(values, batch);
    }
  }

  private *evaluateBatch(first: number, draws: number): Generator<void, void> {
    const { pass, tracked } = this.parts;
    const untracked = pass.depth - tracked.widths.length;
    yield* this.pass(first, draws, (index, x) => {
      if (index >= untracked) this.writeRecords(index - untracked, draws, x);
    });
  }

  /** Evaluates a batch, tells of each layer's result, and gives the last one's. */
  private *pass(
    first: number,
    draws: number,
    see: (layer: number, x: Block) => void,
  ): Generator<void, Block> {
    const { settings, source, workspace, pass, control } = this.parts;
    const columns = draws * perDraw(settings.variance);
    let [from, to] = this.parts.buffers;
    if (!source.draw(first, draws, from, to, workspace)) throw overflow("the input", settings.dtype);
    for (let index = 0; index < pass.depth; index++) {
      const products = control?.layer === index ? control.products : undefined;
      yield* pass.evaluate(index, from, to, columns, workspace, products);
      if (products) yield* control!.evaluate(columns, workspace);
      see(index, to);
      [from, to] = [to, from];
    }
    return from;
  }

  private writeRecords(layer: number, draws: number, x: Block): void {
    const { moments, records, tracked, settings, control } = this.parts;
    const bytes = bytesPerElement(settings.dtype);
    const partner = control ? control.values.pointer - x.pointer : draws * bytes;
    for (let start = 0; start < draws; start += BLOCK) {
      const record = records + (start / BLOCK) * recordLength(tracked) * 8;
      const block = { pointer: x.pointer + start * bytes, ld: x.ld };
      moments.write(record, layer, Math.min(BLOCK, draws - start), block, partner);
    }
  }
}

function batchColumns(rowBytes: number, least: number): number {
  let columns = COLUMNS;
  while (columns > least && columns * rowBytes > BATCH_BYTES) columns /= 2;
  return columns;
}
