import { KpropError } from "../errors.ts";
import { decodeError, type EncodedError } from "./encoded-error.ts";
import { quietTimer } from "./quiet-timer.ts";
import { type Spawned, spawn } from "./spawn.ts";

/** What a thread says: it is there; the result of the oldest request that it has not answered; why there is none. */
export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "result"; readonly result: unknown }
  | { readonly kind: "error"; readonly error: EncodedError };

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that has not said that it is there after so many milliseconds is given up. */
const START_LIMIT = 30_000;

/** A thread that answers requests one after the other, in their order. */
class Member {
  /** Rejects if the thread ends before it has said so. */
  readonly ready: Promise<void>;
  private readonly thread: Spawned;
  private readonly pending: Pending[] = [];
  private readonly startLimit: ReturnType<typeof setTimeout>;
  private began = () => {};
  private failed = (_error: Error) => {};
  private death: KpropError | null = null;

  constructor() {
    this.ready = new Promise((resolve, reject) => {
      this.began = resolve;
      this.failed = reject;
    });
    // Whoever waits is told; if nobody does, it is no unhandled rejection.
    this.ready.catch(() => {});
    this.thread = spawn({
      onMessage: (message) => this.heard(message as Answer),
      onDeath: (reason) => this.terminate(died(reason)),
    });
    const late = () => this.terminate(died(`it did not start within ${START_LIMIT / 1000} s`));
    this.startLimit = quietTimer(late, START_LIMIT);
  }

  get isAlive(): boolean {
    return this.death === null;
  }

  ask(request: unknown, transfer: readonly ArrayBuffer[]): Promise<never> {
    return new Promise((resolve, reject) => {
      if (this.death !== null) throw this.death;
      const pending = { resolve, reject };
      // First, so that one who ends the thread while the request is written finds somebody to tell.
      this.pending.push(pending);
      try {
        this.thread.post(request, transfer);
      } catch (error) {
        this.pending.splice(this.pending.indexOf(pending), 1);
        throw error;
      }
    });
  }

  tell(message: unknown): void {
    if (this.death === null) this.thread.post(message, []);
  }

  keepAlive(yes: boolean): void {
    this.thread.keepAlive(yes);
  }

  /** Ends the thread. Runtimes need not say that they have done so: whoever waits for it is told here, and why. */
  terminate(error: KpropError): void {
    if (this.death !== null) return;
    this.death = error;
    clearTimeout(this.startLimit);
    this.thread.terminate();
    this.failed(error);
    for (const { reject } of this.pending.splice(0)) reject(error);
  }

  private heard(answer: Answer): void {
    if (answer.kind === "ready") {
      clearTimeout(this.startLimit);
      this.began();
      return;
    }
    const request = this.pending.shift();
    if (answer.kind === "result") request?.resolve(answer.result as never);
    else request?.reject(decodeError(answer.error));
  }
}

function died(reason: string): KpropError {
  return new KpropError(
    "thread-died",
    `a thread that computed has died: ${reason}; the call can be tried again`,
  );
}

/** Threads that work together; they are numbered from 0. Loaded on demand, since their script comes with it. */
export class Team {
  private readonly members: Member[] = [];

  get size(): number {
    return this.members.length;
  }

  get isAlive(): boolean {
    return this.members.every((member) => member.isAlive);
  }

  /**
   * Has at least so many threads running.
   *
   * @throws KpropError `thread-died` if one does not start; whatever `spawn` throws
   */
  async grow(size: number): Promise<void> {
    while (this.members.length < size) this.members.push(new Member());
    await Promise.all(this.members.map(({ ready }) => ready));
  }

  /**
   * A thread's answer to a request.
   *
   * @throws KpropError what the thread threw, or `thread-died`
   */
  ask<T>(thread: number, request: unknown, transfer: readonly ArrayBuffer[] = []): Promise<T> {
    return this.members[thread]!.ask(request, transfer);
  }

  /** Has the first `count` threads leave off what they have been asked so far, which they then answer with an error. */
  abort(count: number): void {
    for (const member of this.members.slice(0, count)) member.tell({ kind: "abort" });
  }

  /** Whether the process may not end while the threads wait for work. */
  keepAlive(yes: boolean): void {
    for (const member of this.members) member.keepAlive(yes);
  }

  /** Ends all threads; what they were asked is answered with this error. */
  terminate(error: KpropError = died("it was ended")): void {
    for (const member of this.members) member.terminate(error);
  }
}
