import { type NodeWorker, nodeModule } from "./node-module.ts";
import { WORKER_SOURCE } from "./worker.generated.ts";

/** A thread, whatever the runtime calls it. */
export interface Spawned {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  terminate(): void;
  /** Whether the process may not end while the thread waits for work; runtimes without the notion ignore it. */
  keepAlive(yes: boolean): void;
}

export interface Listener {
  onMessage(message: unknown): void;
  /** The thread could not start, or came to an end that nobody asked for. */
  onDeath(reason: string): void;
}

/**
 * Starts a thread that runs the worker's script, which is embedded: a web worker from a blob, or one of Node's.
 *
 * @throws whatever the runtime throws if it allows none
 */
export function spawn(listener: Listener): Spawned {
  return typeof Worker === "function" ? spawnWeb(listener) : spawnNode(listener);
}

function spawnWeb({ onMessage, onDeath }: Listener): Spawned {
  const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" }) as Worker & Partial<Pick<NodeWorker, "ref" | "unref">>;
  worker.onmessage = ({ data }) => {
    URL.revokeObjectURL(url);
    onMessage(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    onDeath(event.message ?? "it could not be started");
  };
  worker.addEventListener("close", () => onDeath("it ended"));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer as ArrayBuffer[]),
    terminate: () => worker.terminate(),
    keepAlive: (yes) => (yes ? worker.ref?.() : worker.unref?.()),
  };
}

function spawnNode({ onMessage, onDeath }: Listener): Spawned {
  const { Worker } = nodeModule("node:worker_threads")!;
  const worker = new Worker(WORKER_SOURCE, { eval: true });
  worker.on("message", onMessage);
  worker.on("error", (error) => onDeath(error instanceof Error ? error.message : String(error)));
  worker.on("exit", () => onDeath("it ended"));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    terminate: () => void worker.terminate(),
    keepAlive: (yes) => (yes ? worker.ref() : worker.unref()),
  };
}
