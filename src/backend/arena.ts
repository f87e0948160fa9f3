import { allocated, tooLarge } from "./allocate.ts";
import { type Kernels, MOST_PAGES, PAGE, type Pointer } from "./instance.ts";

/** Regions start on cache lines. */
export const ALIGNMENT = 64;

/** What a 32-bit WebAssembly memory can hold. */
export const MEMORY_LIMIT = MOST_PAGES * PAGE;

export function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** Hands out regions of an instance's memory, one after the other. */
export class Arena {
  private readonly kernels: Kernels;
  private next: number;

  constructor(kernels: Kernels) {
    this.kernels = kernels;
    this.next = align(kernels.heapBase!());
  }

  /**
   * A region of that many bytes; its contents are whatever was there.
   *
   * @throws KpropError `too-large`
   */
  reserve(bytes: number): Pointer {
    const pointer = this.next;
    this.next = align(pointer + bytes);
    this.growTo(this.next);
    return pointer;
  }

  /** A view that lasts until memory grows. */
  f64(pointer: Pointer, length: number): Float64Array {
    return new Float64Array(this.kernels.memory.buffer, pointer, length);
  }

  f32(pointer: Pointer, length: number): Float32Array {
    return new Float32Array(this.kernels.memory.buffer, pointer, length);
  }

  i32(pointer: Pointer, length: number): Int32Array {
    return new Int32Array(this.kernels.memory.buffer, pointer, length);
  }

  private growTo(bytes: number): void {
    const missing = bytes - this.kernels.memory.buffer.byteLength;
    if (missing <= 0) return;
    if (bytes > MEMORY_LIMIT) throw tooLarge(bytes);
    allocated(bytes, () => this.kernels.memory.grow(Math.ceil(missing / PAGE)));
  }
}
