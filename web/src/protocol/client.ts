import type { Call, Failure, JobName, Jobs, Reply } from "./jobs.ts";

/** What a job ended with that was cancelled. */
export class Cancelled extends Error {}

/** An error that the worker told of. */
export class JobError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Why a job failed, for people. */
export function failureOf(error: unknown): Failure {
  return error instanceof JobError ? error.failure : { code: null, message: String(error) };
}

/** How long a worker may take to begin at first, in milliseconds; twice as long each time it did not. */
const PATIENCE = 2000;

/**
 * A worker that does one job at a time. Whatever it does ends at once when cancelled, since the worker itself is ended.
 *
 * A worker that is to compute starts its threads first, and another takes its place if it does not say in time that it has:
 * in Firefox (153) about one in a hundred `new Worker` within a worker never returns.
 */
export class Client {
  private worker: Worker | null = null;
  private job: Running | null = null;
  private readonly computes: boolean;
  private patience = PATIENCE;
  private watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor({ computes }: { readonly computes: boolean }) {
    this.computes = computes;
  }

  /**
   * @throws JobError as the worker says
   * @throws Cancelled by `cancel`, or since another job began
   */
  run<N extends JobName>(
    name: N,
    request: Jobs[N]["request"],
    onEvent: (event: Jobs[N]["event"]) => void = () => {},
  ): Promise<Jobs[N]["result"]> {
    this.cancel();
    return new Promise((resolve, reject) => {
      this.job = { call: { name, request }, onEvent, resolve, reject } as Running;
      this.start().postMessage(this.job.call);
    });
  }

  cancel(): void {
    if (this.job === null) return;
    this.stop();
    this.end()?.reject(new Cancelled());
  }

  /** Has a worker ready for the first job. */
  start(): Worker {
    if (this.worker !== null) return this.worker;
    this.worker = new Worker(new URL("../worker/entry.ts", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }: MessageEvent<Reply>) => this.hear(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.stop();
      this.end()?.reject(
        new JobError({ code: null, message: event.message ?? "no worker could be started" }),
      );
    };
    if (this.computes) {
      this.worker.postMessage({ name: "begin", request: null } satisfies Call);
      this.watchdog = setTimeout(() => this.startAgain(), this.patience);
    }
    return this.worker;
  }

  private startAgain(): void {
    this.patience *= 2;
    this.stop();
    if (this.job !== null) this.start().postMessage(this.job.call);
  }

  private hear(reply: Reply): void {
    if (reply.type === "begun") clearTimeout(this.watchdog);
    else if (reply.type === "event") this.job?.onEvent(reply.event);
    else if (reply.type === "result") this.end()?.resolve(reply.result);
    else this.end()?.reject(new JobError(reply.error));
  }

  private stop(): void {
    clearTimeout(this.watchdog);
    this.worker?.terminate();
    this.worker = null;
  }

  /** The job that ran. */
  private end(): Running | null {
    const { job } = this;
    this.job = null;
    return job;
  }
}

/** A job as it waits for replies, whatever its types are. */
interface Running {
  readonly call: Call;
  readonly onEvent: (event: unknown) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}
