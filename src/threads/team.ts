import { KpropError } from "../errors.ts";
import { decodeError, type EncodedError } from "./encoded-error.ts";
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

/** A thread that answers requests one after the other, in their order. */
class Member {
  readonly ready: Promise<void>;
  private readonly thread: Spawned;
  private readonly pending: Pending[] = [];
  private death: KpropError | null = null;

  constructor() {
    let began = () => {};
    let failed = (_error: Error) => {};
    this.ready = new Promise((resolve, reject) => {
      began = resolve;
      failed = reject;
    });
    this.thread = spawn({
      onMessage: (message) => {
        const answer = message as Answer;
        if (answer.kind === "ready") began();
        else this.answered(answer);
      },
      onDeath: (reason) => {
        this.die(reason);
        failed(this.death!);
      },
    });
  }

  get isAlive(): boolean {
    return this.death === null;
  }

  ask(request: unknown, transfer: readonly ArrayBuffer[]): Promise<never> {
    return new Promise((resolve, reject) => {
      if (this.death !== null) throw this.death;
      this.thread.post(request, transfer);
      this.pending.push({ resolve, reject });
    });
  }

  tell(message: unknown): void {
    if (this.death === null) this.thread.post(message, []);
  }

  keepAlive(yes: boolean): void {
    this.thread.keepAlive(yes);
  }

  terminate(): void {
    this.die("it was ended");
    this.thread.terminate();
  }

  private answered(answer: Exclude<Answer, { kind: "ready" }>): void {
    const request = this.pending.shift();
    if (answer.kind === "result") request?.resolve(answer.result as never);
    else request?.reject(decodeError(answer.error));
  }

  private die(reason: string): void {
    this.death ??= new KpropError("thread-died", `a thread that computed has died: ${reason}`);
    for (const { reject } of this.pending.splice(0)) reject(this.death);
  }
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
   * @throws KpropError `thread-died` where the runtime lets none start
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

  /** Says something to a thread that it does not answer. */
  tell(thread: number, message: unknown): void {
    this.members[thread]!.tell(message);
  }

  /** Whether the process may not end while the threads wait for work. */
  keepAlive(yes: boolean): void {
    for (const member of this.members) member.keepAlive(yes);
  }

  terminate(): void {
    for (const member of this.members) member.terminate();
  }
}
