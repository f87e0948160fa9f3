import { KpropError } from "../errors.ts";
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
  /** The thread could not start, came to an end that nobody asked for, or has sent what cannot be read. */
  onDeath(reason: string): void;
}

/** An answer that cannot be read is as bad as none: nobody knows what it was. */
const UNREADABLE = "its answer could not be read";

/**
 * Starts a thread that runs the worker's script, which is embedded: a web worker from a blob, or one of Node's.
 *
 * @throws KpropError `unsupported-runtime`, or whatever the runtime throws if it allows none
 */
export function spawn(listener: Listener): Spawned {
  return typeof Worker === "function" ? spawnWeb(listener) : spawnNode(listener);
}

function spawnWeb({ onMessage, onDeath }: Listener): Spawned {
  const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
  const worker = newWebWorker(url);
  worker.onmessage = ({ data }) => {
    URL.revokeObjectURL(url);
    onMessage(data);
  };
  worker.onerror = (event) => {
    URL.revokeObjectURL(url);
    event.preventDefault();
    onDeath(event.message ?? "it could not be started");
  };
  worker.onmessageerror = () => onDeath(UNREADABLE);
  worker.addEventListener("close", () => onDeath("it ended"));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer as ArrayBuffer[]),
    terminate: () => worker.terminate(),
    keepAlive: (yes) => (yes ? worker.ref?.() : worker.unref?.()),
  };
}

function newWebWorker(url: string): Worker & Partial<Pick<NodeWorker, "ref" | "unref">> {
  try {
    return new Worker(url, { type: "module" });
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  }
}

function spawnNode({ onMessage, onDeath }: Listener): Spawned {
  const threads = nodeModule("node:worker_threads");
  if (threads === undefined) throw new KpropError("unsupported-runtime", "this runtime has no threads");
  const worker = new threads.Worker(WORKER_SOURCE, { eval: true });
  worker.on("message", onMessage);
  worker.on("messageerror", () => onDeath(UNREADABLE));
  worker.on("error", (error) => onDeath(error instanceof Error ? error.message : String(error)));
  worker.on("exit", () => onDeath("it ended"));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    terminate: () => void worker.terminate(),
    keepAlive: (yes) => (yes ? worker.ref() : worker.unref()),
  };
}
