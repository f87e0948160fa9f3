import type { Worker } from "node:worker_threads";

/** What happens to threads as a call starts and uses them, in the caller's thread. */
export type Happening =
  | { readonly what: "start" | "ready" | "answer"; readonly thread: number }
  | { readonly what: "ask"; readonly thread: number; readonly kind: string };

/** Threads that the library starts, watched. */
export interface Watched {
  /** All so far, the dead ones too. */
  readonly threads: Worker[];
  /** Called as something happens, before the library hears of it. */
  on: (happening: Happening) => void;
  /** Has the library start threads as before. */
  restore(): void;
}

/** Watches the threads that are started from now on. */
export function watchWorkers(): Watched {
  const threads = process.getBuiltinModule("node:worker_threads");
  const Own = threads.Worker;
  const watched: Watched = {
    threads: [],
    on: () => {},
    restore: () => {
      threads.Worker = Own;
    },
  };
  threads.Worker = class extends Own {
    constructor(...options: ConstructorParameters<typeof Own>) {
      super(...options);
      const thread = watched.threads.push(this) - 1;
      watched.on({ what: "start", thread });
      this.on("message", ({ kind }: { kind: string }) => {
        watched.on({ what: kind === "ready" ? "ready" : "answer", thread });
      });
      const post = this.postMessage.bind(this);
      this.postMessage = (message, transfer) => {
        watched.on({ what: "ask", thread, kind: message.kind });
        post(message, transfer);
      };
    }
  };
  return watched;
}
