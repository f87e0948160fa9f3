/// <reference lib="esnext.disposable" preserve="true" />
import { newSharedBuffer, tooLarge } from "../backend/allocate.ts";
import type { Kernels } from "../backend/instance.ts";
import { KEPT_BYTES, MOST_PAGES, newMemory, PAGE } from "../backend/instance.ts";
import { instantiateKernels } from "../backend/kernels.ts";
import type { Precision } from "../backend/precision.ts";
import type { KpropError } from "../errors.ts";
import { checkOptions, type OptionType } from "../options.ts";
import type { Team } from "../threads/team.ts";
import { disposed } from "./disposed.ts";
import type { Threads } from "./threads.ts";

export interface EngineOptions {
  /**
   * Milliseconds after which threads without work end; memory beyond 64 MiB is then given back with each call. From 0 to
   * 2^31 − 1. Default: threads and memory stay until the engine is disposed of.
   */
  readonly retireAfter?: number;
}

/** The longest that timers wait. */
const LONGEST = 2 ** 31 - 1;

const MILLISECONDS: OptionType = {
  expected: `a number of milliseconds from 0 to ${LONGEST}`,
  fits: (value) => typeof value === "number" && value >= 0 && value <= LONGEST,
};

/**
 * What estimates and samples run on: WebAssembly instances with their memory, and threads. It starts what is asked of it,
 * and keeps that for the next call until it is disposed of: memory too, as much as the largest call took.
 *
 * Calls on an engine that has been disposed of fail with `disposed`, those that wait for its threads or use them at that moment too;
 * one that computes in the thread that made it may end first.
 *
 *     const engine = new Engine();
 *     try {
 *       await estimate(network, { engine });
 *     } finally {
 *       engine.dispose();
 *     }
 */
export class Engine {
  private readonly retireAfter: number;
  private readonly mostKept: number;
  private readonly idle = new Map<Precision, Kernels>();
  private memory: WebAssembly.Memory | null = null;
  private buffer: SharedArrayBuffer | null = null;
  /** null: no call has asked for any. */
  private threads: Threads | null = null;
  private disposed = false;

  /** @throws KpropError `bad-option` */
  constructor(options?: EngineOptions) {
    const { retireAfter } = checkOptions("new Engine", options, { retireAfter: MILLISECONDS });
    this.retireAfter = retireAfter ?? Number.POSITIVE_INFINITY;
    this.mostKept = retireAfter === undefined ? Number.POSITIVE_INFINITY : KEPT_BYTES;
  }

  /**
   * Why this engine starts no threads any more: they could not be started three times in a row, so that calls compute in the
   * thread that makes them, and say so by `threads`. null: it starts them when they are asked for.
   */
  get threadless(): KpropError | null {
    return this.threads?.refusal ?? null;
  }

  /**
   * Runs `work` with an instance of the kernels that nobody else uses meanwhile.
   *
   * @throws KpropError `disposed`, `too-large`
   */
  async withKernels<T>(precision: Precision, work: (kernels: Kernels) => Promise<T>): Promise<T> {
    this.checkAlive();
    const kept = this.idle.get(precision);
    this.idle.delete(precision);
    const kernels = kept ?? (await instantiateKernels(precision));
    try {
      return await work(kernels);
    } finally {
      const { byteLength } = kernels.memory.buffer;
      if (!this.disposed && byteLength <= this.mostKept) this.idle.set(precision, kernels);
    }
  }

  /**
   * Runs `work` with a team of that many threads that nobody else uses meanwhile; null where they cannot be started, so that the
   * caller's own thread has to do it. The next call tries again, up to three times in a row.
   *
   * @throws KpropError `thread-died`, `disposed`; the signal's reason if aborted before the team is there
   */
  async withTeam<T>(size: number, work: (team: Team) => Promise<T>, signal?: AbortSignal): Promise<T | null> {
    this.checkAlive();
    const module = await import("./threads.ts").catch(() => null);
    this.checkAlive();
    if (module === null) return null;
    this.threads ??= new module.Threads(this.retireAfter, () => this.forgetShared());
    return this.threads.lend(size, work, signal);
  }

  /**
   * Memory of at least that many bytes that threads share; its contents are whatever was there.
   *
   * @throws KpropError `disposed`, `too-large`
   */
  sharedMemory(bytes: number): WebAssembly.Memory {
    this.checkAlive();
    if (this.memory !== null && this.memory.buffer.byteLength >= bytes) return this.memory;
    const pages = Math.ceil(Math.max(bytes, KEPT_BYTES) / PAGE);
    if (pages > MOST_PAGES) throw tooLarge(bytes);
    const memory = newMemory({ initial: pages, maximum: pages, shared: true });
    if (bytes <= this.mostKept) this.memory = memory;
    return memory;
  }

  /**
   * The same outside WebAssembly: new pages take longer to come by than to fill.
   *
   * @throws KpropError `disposed`, `too-large`
   */
  sharedBuffer(bytes: number): SharedArrayBuffer {
    this.checkAlive();
    if (this.buffer !== null && this.buffer.byteLength >= bytes) return this.buffer;
    const buffer = newSharedBuffer(bytes);
    if (bytes <= this.mostKept) this.buffer = buffer;
    return buffer;
  }

  /** Ends the threads and lets go of all memory. Doing so again does nothing. */
  dispose(): void {
    this.disposed = true;
    this.threads?.dispose();
    this.idle.clear();
    this.forgetShared();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  private forgetShared(): void {
    this.memory = null;
    this.buffer = null;
  }

  private checkAlive(): void {
    if (this.disposed) throw disposed();
  }
}
