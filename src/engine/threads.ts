import { unlessAborted } from "../backend/pace.ts";
import { KpropError } from "../errors.ts";
import { quietTimer } from "../threads/quiet-timer.ts";
import { Team } from "../threads/team.ts";
import { disposed } from "./disposed.ts";
import { type Event, next, type State } from "./life.ts";

/** Failed starts in a row after which it is not tried again. */
const MOST_FAILURES = 3;

/**
 * An engine's threads, from their start to their end (life.ts), for one call at a time. Loaded on demand, since their script comes
 * with it.
 */
export class Threads {
  /** Why threads are not started any more; null: they are. */
  refusal: KpropError | null = null;
  private state: State = "none";
  private readonly retireAfter: number;
  private readonly onLoss: () => void;
  private team: Team | null = null;
  /** Settled when whoever uses the team has done with it. */
  private turn: Promise<unknown> = Promise.resolve();
  private retirement: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  /**
   * @param retireAfter milliseconds after which threads without work end; Infinity: never
   * @param onLoss called when a thread has died, which may still write to memory that it shares
   */
  constructor(retireAfter: number, onLoss: () => void) {
    this.retireAfter = retireAfter;
    this.onLoss = onLoss;
  }

  /**
   * Runs `work` with a team of that many threads that nobody else uses meanwhile; null where they cannot be started.
   *
   * @throws KpropError `disposed`; the signal's reason if aborted before the team is there
   */
  async lend<T>(
    size: number,
    work: (team: Team) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T | null> {
    const before = this.turn;
    let done = () => {};
    const mine = new Promise<void>((resolve) => {
      done = resolve;
    });
    this.turn = Promise.all([before, mine]);
    try {
      await unlessAborted(before, signal);
      const team = await this.gather(size, signal);
      return team === null ? null : await this.use(team, work);
    } finally {
      done();
    }
  }

  /** Ends the threads. Calls that wait for them or use them fail with `disposed`. */
  dispose(): void {
    this.happen("dispose");
    this.end(disposed());
  }

  /** To be called when it is a call's turn. */
  private async gather(size: number, signal: AbortSignal | undefined): Promise<Team | null> {
    this.checkOpen();
    if (this.state === "refused") return null;
    signal?.throwIfAborted();
    clearTimeout(this.retirement);
    if (this.team?.isAlive === false) this.lose();
    this.happen("ask");
    try {
      this.team ??= new Team();
      this.team.keepAlive(true);
      await unlessAborted(this.team.grow(size), signal);
    } catch (error) {
      this.checkOpen();
      if (signal?.aborted && error === signal.reason) {
        this.leave();
        throw error;
      }
      this.notStarted(error);
      return null;
    }
    // The engine may have been disposed of after the last thread said that it is there, and before this line.
    this.checkOpen();
    this.failures = 0;
    this.happen("arrive");
    return this.team;
  }

  private async use<T>(team: Team, work: (team: Team) => Promise<T>): Promise<T> {
    try {
      return await work(team);
    } finally {
      if (this.state !== "disposed") {
        if (team.isAlive) this.leave();
        else this.lose();
      }
    }
  }

  private notStarted(cause: unknown): void {
    this.end();
    this.failures++;
    if (this.failures < MOST_FAILURES) {
      this.happen("fail");
      return;
    }
    this.happen("give-up");
    const times = `threads could not be started ${MOST_FAILURES} times in a row`;
    const message = `${times}; calls on this engine compute in the thread that makes them`;
    this.refusal = new KpropError("unsupported-runtime", message, { cause });
  }

  private leave(): void {
    this.happen("leave");
    this.team?.keepAlive(false);
    if (this.retireAfter === Number.POSITIVE_INFINITY) return;
    this.retirement = quietTimer(() => {
      this.happen("retire");
      this.end();
    }, this.retireAfter);
  }

  private lose(): void {
    this.happen("lose");
    this.end();
    this.onLoss();
  }

  private end(error?: KpropError): void {
    clearTimeout(this.retirement);
    this.team?.terminate(error);
    this.team = null;
  }

  private happen(event: Event): void {
    this.state = next(this.state, event);
  }

  private checkOpen(): void {
    if (this.state === "disposed") throw disposed();
  }
}
