import { Arena } from "../backend/arena.ts";
import { paced } from "../backend/pace.ts";
import { ownKernels } from "../threads/own-kernels.ts";
import { type Evaluation, Evaluator } from "./evaluator.ts";
import { samplingKernels } from "./kernels.ts";

/** What a thread is told first: to load a network, into memory of its own. */
export interface SampleStart {
  readonly kind: "sample-start";
  readonly module: WebAssembly.Module;
  readonly evaluation: Evaluation;
  /** What it is to answer with. */
  readonly what: "moments" | "outputs";
}

/** Then, any number of times: to evaluate draws `first` to `first + draws` and answer with their blocks' records, or outputs. */
export interface SampleRange {
  readonly kind: "sample-range";
  readonly first: number;
  readonly draws: number;
}

/** Records of blocks, one after the other, and how many draws each is of; or outputs of batches of draws likewise. */
export interface Records {
  readonly draws: readonly number[];
  readonly data: Float64Array<ArrayBuffer>;
}

/** A thread's part in sampling. */
export class SampleJob {
  private readonly evaluator: Evaluator;
  private readonly what: SampleStart["what"];

  private constructor(evaluator: Evaluator, what: SampleStart["what"]) {
    this.evaluator = evaluator;
    this.what = what;
  }

  static async start({ module, evaluation, what }: SampleStart): Promise<SampleJob> {
    const { dtype, precision } = evaluation.settings;
    const instance = await ownKernels(module, precision);
    const kernels = samplingKernels(instance, dtype);
    return new SampleJob(new Evaluator(new Arena(instance), kernels, evaluation), what);
  }

  /** @throws KpropError `not-finite`; the signal's reason when aborted */
  async run({ first, draws }: SampleRange, signal: AbortSignal): Promise<Records> {
    const sizes: number[] = [];
    const parts: Float64Array[] = [];
    const keep = (part: Float64Array, size: number) => {
      parts.push(part.slice());
      sizes.push(size);
    };
    const work = this.evaluator[this.what === "moments" ? "evaluate" : "outputs"](first, draws, keep);
    await paced(work, { signal });
    return { draws: sizes, data: joined(parts) };
  }
}

function joined(parts: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const data = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return data;
}
