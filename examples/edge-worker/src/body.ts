import { checkHeader, headerLength, PREFIX } from "./header.ts";
import { Held, PIECE } from "./held.ts";
import type { Limits } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/**
 * The request's body, as long as it keeps to the limits: its length, which may be missing or a lie, its time, and what its header
 * tells, which is looked at before the rest is read. Whoever gets it lets go of it.
 *
 * @throws Refusal 400, 408, 413, 422, 503
 */
export async function readBody(request: Request, limits: Limits): Promise<Held> {
  const promised = Number(request.headers.get("content-length") ?? limits.bodyBytes);
  if (promised > limits.bodyBytes) throw tooLong(limits);
  const held = new Held(promised, limits);
  const arrival = new Arrival(request, held, limits);
  try {
    await arrival.reach(PREFIX);
    const start = PREFIX + headerLength(held.bytes, limits);
    await arrival.reach(start);
    checkHeader(held.bytes.subarray(PREFIX, start), limits);
    await arrival.reach(Number.POSITIVE_INFINITY);
    return held;
  } catch (error) {
    held.release();
    throw error;
  } finally {
    arrival.end();
  }
}

/** In milliseconds: timers of more fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A body that comes in chunks, until its time is over. */
class Arrival {
  /** Reads into a piece of memory that goes there and back, and until it is full: a body may come byte by byte. */
  private readonly reader: ReadableStreamBYOBReader | undefined;
  private piece = new Uint8Array(PIECE);
  private readonly held: Held;
  private readonly limits: Limits;
  private readonly timer: ReturnType<typeof setTimeout>;
  private over = false;
  private late = false;

  constructor(request: Request, held: Held, limits: Limits) {
    this.reader = request.body?.getReader({ mode: "byob" });
    this.held = held;
    this.limits = limits;
    this.timer = setTimeout(() => this.stop(), Math.min(1000 * limits.bodySeconds, LONGEST_TIMER));
  }

  /** Reads on until so many bytes are there, or all of them. */
  async reach(bytes: number): Promise<void> {
    while (!this.over && this.held.bytes.length < bytes) {
      const chunk = await this.next(Math.min(bytes, this.limits.bodyBytes + 1) - this.held.bytes.length);
      if (chunk?.length) this.keep(chunk);
      else this.over = true;
    }
  }

  /** Reads no further. */
  end(): void {
    clearTimeout(this.timer);
    if (!this.over) this.reader?.cancel().catch(() => {});
  }

  private stop(): void {
    this.late = true;
    this.reader?.cancel().catch(() => {});
  }

  private keep(chunk: Uint8Array): void {
    if (this.held.bytes.length + chunk.length > this.limits.bodyBytes) throw tooLong(this.limits);
    this.held.add(chunk);
  }

  /**
   * So many bytes at least, if they are no more than a piece, until the next are asked for; none: that was all. Runtimes differ in
   * whether reading from what is cancelled ends or fails.
   */
  private async next(wanted: number): Promise<Uint8Array | undefined> {
    let chunk: Uint8Array<ArrayBuffer> | undefined;
    try {
      chunk = (await this.reader?.read(this.piece, { min: Math.min(wanted, PIECE) }))?.value;
    } catch {
      if (!this.late) throw new Refusal(400, "bad-body", "the body broke off, or its chunks are malformed");
    }
    if (this.late) throw tooSlow(this.limits);
    if (chunk) this.piece = new Uint8Array(chunk.buffer);
    return chunk;
  }
}

function tooLong({ bodyBytes }: Limits): Refusal {
  return new Refusal(413, "body-too-large", `the body is longer than ${bodyBytes} bytes`);
}

function tooSlow({ bodySeconds }: Limits): Refusal {
  return new Refusal(408, "body-too-slow", `the body took longer than ${bodySeconds} seconds to arrive`);
}
