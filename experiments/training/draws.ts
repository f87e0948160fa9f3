import type { Pointer } from "../../src/backend/instance.ts";
import { newSpace, type Space } from "./space.ts";

/** Of the library's generator: none of those that the library itself draws from. */
const STREAM = 2 ** 16;

/** A sequence of random numbers: Philox by the library's kernel, a new part of its counter at every call. */
export class Draws {
  private readonly space: Space;
  private readonly seed: number;
  private readonly buffer: Pointer;
  private readonly most: number;
  private calls = 0;

  private constructor(space: Space, seed: number, most: number) {
    this.space = space;
    this.seed = seed;
    this.most = most;
    this.buffer = space.arena.reserve(8 * most);
  }

  /** @param most numbers at one call */
  static async create(seed: number, most = 2 ** 21): Promise<Draws> {
    return new Draws(await newSpace(), seed, most);
  }

  /** Standard normals, `[variables][samples]`. */
  normals(variables: number, samples: number): Float64Array {
    const count = variables * samples;
    if (count > this.most) throw new RangeError(`${count} numbers at once; at most ${this.most}`);
    const { kernels, arena } = this.space;
    kernels.normals_f64!(this.buffer, variables, samples, samples, this.seed, 0, 0, this.calls++, STREAM);
    return arena.f64(this.buffer, count).slice();
  }

  /** e^x by the library's kernel, the same bits everywhere. */
  readonly exp = (x: number): number => this.space.kernels.exp!(x);

  /** The integers below `count` in random order. */
  permutation(count: number): number[] {
    const keys = this.normals(1, count);
    return Array.from({ length: count }, (_, i) => i).sort((i, j) => keys[i]! - keys[j]!);
  }
}
