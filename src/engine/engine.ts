/// <reference lib="esnext.disposable" preserve="true" />
import { newSharedBuffer, tooLarge } from "../backend/allocate.ts";
import type { Kernels } from "../backend/instance.ts";
import { KEPT_BYTES, MOST_PAGES, newMemory, PAGE } from "../backend/instance.ts";
import { instantiateKernels } from "../backend/kernels.ts";
import { unlessAborted } from "../backend/pace.ts";
import type { Precision } from "../backend/precision.ts";
import { KpropError } from "../errors.ts";
import type { Team } from "../threads/team.ts";

/**
 * What estimates and samples run on: WebAssembly instances with their memory, and threads. It starts what is asked of it,
 * and keeps that for the next call until it is disposed of: memory too, as much as the largest call took.
 *
 *     using engine = new Engine();
 *     await estimate(network, { engine });
 */
export class Engine {
  private readonly retireAfter: number;
  private readonly mostKept: number;
  private readonly idle = new Map<Precision, Kernels>();
  private memory: WebAssembly.Memory | null = null;
  private buffer: SharedArrayBuffer | null = null;
  private team: Team | null = null;
  /** Settled when whoever uses the team has done with it. */
  private turn: Promise<unknown> = Promise.resolve();
  private retirement: ReturnType<typeof setTimeout> | undefined;
  private disposed = false;
  private threadless = false;

  /**
   * @param options `retireAfter`: milliseconds after which threads without work end, and memory beyond 64 MiB is given back
   * with each call; default: all stays
   */
  constructor({ retireAfter }: { readonly retireAfter?: number } = {}) {
    this.retireAfter = retireAfter ?? Number.POSITIVE_INFINITY;
    this.mostKept = retireAfter === undefined ? Number.POSITIVE_INFINITY : KEPT_BYTES;
  }

  /** Runs `work` with an instance of the kernels that nobody else uses meanwhile. */
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
   * Runs `work` with a team of that many threads that nobody else uses meanwhile; null where the runtime lets none start.
   *
   * @throws KpropError `thread-died`; the signal's reason if aborted while others use the team
   */
  async withTeam<T>(size: number, work: (team: Team) => Promise<T>, signal?: AbortSignal): Promise<T | null> {
    const before = this.turn;
    let done = () => {};
    const mine = new Promise<void>((resolve) => {
      done = resolve;
    });
    this.turn = Promise.all([before, mine]);
    try {
      await unlessAborted(before, signal);
      const team = await this.gather(size);
      return team === null ? null : await work(team);
    } catch (error) {
      if (error instanceof KpropError && error.code === "thread-died") this.dismiss();
      throw error;
    } finally {
      this.rest();
      done();
    }
  }

  /** Memory of at least that many bytes that threads share; its contents are whatever was there. */
  sharedMemory(bytes: number): WebAssembly.Memory {
    if (this.memory !== null && this.memory.buffer.byteLength >= bytes) return this.memory;
    const memory = newSharedMemory(Math.max(bytes, KEPT_BYTES));
    if (bytes <= this.mostKept) this.memory = memory;
    return memory;
  }

  /** The same outside WebAssembly: new pages take longer to come by than to fill. */
  sharedBuffer(bytes: number): SharedArrayBuffer {
    if (this.buffer !== null && this.buffer.byteLength >= bytes) return this.buffer;
    const buffer = newSharedBuffer(bytes);
    if (bytes <= this.mostKept) this.buffer = buffer;
    return buffer;
  }

  /** Ends the threads and lets go of all memory; calls that still run fail with `thread-died`, or end first. */
  dispose(): void {
    this.disposed = true;
    this.dismiss();
    this.idle.clear();
    this.memory = null;
    this.buffer = null;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  private async gather(size: number): Promise<Team | null> {
    this.checkAlive();
    if (this.threadless) return null;
    clearTimeout(this.retirement);
    if (this.team?.isAlive === false) this.dismiss();
    try {
      this.team ??= new (await import("../threads/team.ts")).Team();
      this.checkAlive();
      await this.team.grow(size);
    } catch {
      this.checkAlive();
      this.threadless = true;
      this.dismiss();
      return null;
    }
    this.team.keepAlive(true);
    return this.team;
  }

  private rest(): void {
    this.team?.keepAlive(false);
    if (this.team === null || this.retireAfter === Number.POSITIVE_INFINITY) return;
    this.retirement = setTimeout(() => this.dismiss(), this.retireAfter);
    (this.retirement as { unref?: () => void }).unref?.();
  }

  private dismiss(): void {
    clearTimeout(this.retirement);
    this.team?.terminate();
    this.team = null;
  }

  private checkAlive(): void {
    if (this.disposed) throw new KpropError("bad-option", "this engine has been disposed of");
  }
}

function newSharedMemory(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE);
  if (pages > MOST_PAGES) throw tooLarge(bytes);
  return newMemory({ initial: pages, maximum: pages, shared: true });
}
