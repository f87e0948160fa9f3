import type { Watch } from "../run.ts";
import type { Core } from "./core.ts";

/** The reason of all signals that abort because the time is over. */
const OVER = new DOMException("the budget is spent", "TimeoutError");

/** Aborts what runs when the time is over, as the caller's signal does whenever it likes. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: ReturnType<typeof setTimeout> | undefined;
  private readonly caller: AbortSignal | undefined;
  private readonly stop = () => this.controller.abort(this.caller!.reason);

  /** @param seconds from now; null: none */
  constructor(
    seconds: number | null,
    caller: AbortSignal | undefined,
    { expectAbort }: Pick<Core, "expectAbort">,
  ) {
    this.caller = caller;
    if (caller?.aborted) this.stop();
    caller?.addEventListener("abort", this.stop);
    if (seconds === null) return;
    this.timer = setTimeout(() => this.controller.abort(OVER), 1000 * seconds);
    expectAbort(this.signal, performance.now() + 1000 * seconds);
  }

  get signal(): NonNullable<Watch["signal"]> {
    return this.controller.signal;
  }

  /** Whether something ended because the time was over. */
  isOver(error: unknown): boolean {
    return error === OVER;
  }

  /** Lets go of the caller's signal. */
  end(): void {
    clearTimeout(this.timer);
    this.caller?.removeEventListener("abort", this.stop);
  }
}
