/// <reference lib="es2024.arraybuffer" />
import type { Limits } from "./limits.ts";
import { busy } from "./refusal.ts";

/** What bodies are read by. */
export const PIECE = 16 * 2 ** 10;
/** What a body's bytes begin with. */
const START = 16 * 2 ** 10;
/**
 * In milliseconds, beyond the time for the body: whoever holds memory for longer was dropped by the runtime and will not let go of it
 * any more.
 */
const LOST = 60_000;

/** Everyone who holds memory now. */
const holders = new Set<Held>();

/**
 * The bytes of one body, in one piece of memory that doubles as they come: a chunk of one byte would keep 4 KiB alive. What all
 * requests hold together is counted, and memory that is let go of is free at once, rather than when garbage is collected.
 */
export class Held {
  private buffer = new ArrayBuffer(START);
  private length = 0;
  private counted = PIECE + START;
  private readonly lostAt: number;
  private readonly longest: number;
  private readonly most: number;

  /**
   * @param longest of the body, in bytes
   * @throws Refusal 503
   */
  constructor(longest: number, { bodySeconds, bufferedBytes }: Limits) {
    this.lostAt = Date.now() + 1000 * bodySeconds + LOST;
    this.longest = longest;
    this.most = bufferedBytes;
    makeRoom(this.counted, this.most);
    holders.add(this);
  }

  /** Those that have come, as long as nothing is added and none are dropped. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.buffer, 0, this.length);
  }

  /**
   * Adds bytes, with which the body is not longer than the longest.
   *
   * @throws Refusal 503
   */
  add(chunk: Uint8Array): void {
    const length = this.length + chunk.length;
    const twice = Math.min(2 * this.buffer.byteLength, this.longest);
    if (length > this.buffer.byteLength) this.grow(Math.max(length, twice));
    new Uint8Array(this.buffer).set(chunk, this.length);
    this.length = length;
  }

  /** Frees the bytes; they count on, for what was made of them. */
  drop(): void {
    this.buffer = this.buffer.transfer(0);
    this.length = 0;
  }

  /** Frees the bytes; they do not count any more. */
  release(): void {
    this.drop();
    holders.delete(this);
  }

  private grow(capacity: number): void {
    const added = capacity - this.buffer.byteLength;
    makeRoom(added, this.most);
    this.buffer = this.buffer.transfer(capacity);
    this.counted += added;
  }

  /** What is held by requests that are still there. */
  static total(): number {
    let total = 0;
    for (const holder of holders) {
      if (Date.now() > holder.lostAt) holder.release();
      else total += holder.counted;
    }
    return total;
  }
}

function makeRoom(bytes: number, most: number): void {
  if (Held.total() + bytes > most) throw busy("as many bodies as fit in memory are being held");
}
