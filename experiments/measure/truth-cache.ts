import { createHash } from "node:crypto";
import { networkToSafetensors, readSafetensors, sample, writeSafetensors } from "../../src/index.ts";
import type { Tensor } from "../../src/network/tensor.ts";
import type { Moments } from "../../src/sampling/moments.ts";
import type { Watch } from "../framework/experiment.ts";
import { readIfThere } from "../framework/read-if-there.ts";
import { writeWhole } from "../framework/write-whole.ts";
import type { Subject } from "./subject.ts";

const FOLDER = "experiments/.cache";
/** Samples of a chunk, in antithetic pairs. */
export const CHUNK = 2 ** 15;
/** What a chunk is, besides the network that it is of. */
const KIND = `antithetic f32, ${CHUNK} samples, seeds from 0`;

const MOMENTS = ["mean", "variance", "standardError"] as const;

/**
 * A network's sampled moments in a file: chunks of samples that are independent, since chunk c has the seed c, so that more
 * of them can be added at any time. The file is named after the network's bytes and belongs to no other.
 */
export class TruthCache {
  private readonly subject: Subject;
  private readonly path: string;
  private readonly chunks: Moments[];

  private constructor(subject: Subject, path: string, chunks: Moments[]) {
    this.subject = subject;
    this.path = path;
    this.chunks = chunks;
  }

  static async open(subject: Subject, folder = FOLDER): Promise<TruthCache> {
    const bytes = await networkToSafetensors(await subject.load());
    const hash = createHash("sha256").update(bytes).update(KIND).digest("hex").slice(0, 12);
    const path = `${folder}/${subject.name.replaceAll(" ", "-")}-${hash}.safetensors`;
    const file = await readIfThere(path);
    return new TruthCache(subject, path, file ? await decode(file) : []);
  }

  /** How many of so many samples are not there yet. */
  missing(samples: number): number {
    return Math.max(0, Math.ceil(samples / CHUNK) - this.chunks.length) * CHUNK;
  }

  /** Samples the chunks that are missing; each is on disk before the next begins. */
  async extend(samples: number, { signal, onProgress }: Watch): Promise<void> {
    const network = await this.subject.load();
    const all = this.missing(samples);
    while (this.missing(samples) > 0) {
      const seed = this.chunks.length;
      const { output } = await sample(network, { samples: CHUNK, seed, antithetic: true, signal });
      this.chunks.push(output);
      await writeWhole(this.path, await encode(this.chunks));
      onProgress(1 - this.missing(samples) / all);
    }
  }

  /** The first chunks, of as many samples or a few more; `extend` has been there. */
  first(samples: number): readonly Moments[] {
    return this.chunks.slice(0, Math.ceil(samples / CHUNK));
  }
}

/** Tensors of the moments' names, a row for each chunk. */
function encode(chunks: readonly Moments[]): Promise<Uint8Array> {
  const outputs = chunks[0]!.mean.length;
  const tensors = new Map<string, Tensor>();
  for (const name of MOMENTS) {
    const data = new Float64Array(chunks.length * outputs);
    chunks.forEach((chunk, c) => {
      data.set(chunk[name], c * outputs);
    });
    tensors.set(name, { shape: [chunks.length, outputs], data });
  }
  return writeSafetensors(tensors);
}

async function decode(file: Uint8Array): Promise<Moments[]> {
  const { tensors } = await readSafetensors(file);
  const [count, outputs] = tensors.get("mean")!.shape as [number, number];
  const row = (name: string, c: number) =>
    Float64Array.from(tensors.get(name)!.data.subarray(c * outputs, (c + 1) * outputs));
  return Array.from({ length: count }, (_, c) => ({
    mean: row("mean", c),
    variance: row("variance", c),
    standardError: row("standardError", c),
  }));
}
