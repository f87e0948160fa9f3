import { Arena } from "../../src/backend/arena.ts";
import type { Kernels } from "../../src/backend/instance.ts";
import { instantiateKernels } from "../../src/backend/kernels.ts";

export type Type = "f32" | "f64";
export type Kernel = (...args: number[]) => number;

/** A kernel instance for tests: numbers in, numbers out. */
export class Memory {
  readonly kernels: Kernels;
  readonly arena: Arena;

  private constructor(kernels: Kernels) {
    this.kernels = kernels;
    this.arena = new Arena(kernels);
  }

  static async create(): Promise<Memory> {
    return new Memory(await instantiateKernels());
  }

  kernel(name: string): Kernel {
    return this.kernels[name] as Kernel;
  }

  put(type: Type, values: readonly number[]): number {
    const pointer = this.arena.reserve(values.length * 8);
    this.view(type, pointer, values.length).set(values);
    return pointer;
  }

  view(type: Type, pointer: number, length: number): Float32Array | Float64Array {
    return type === "f32" ? this.arena.f32(pointer, length) : this.arena.f64(pointer, length);
  }
}

/** Not random enough to be called so, but different everywhere and exact in f32. */
export function pattern(length: number): number[] {
  return Array.from({ length }, (_, i) => (((i * 7919 + 12345) % 4001) - 2000) / 256);
}
