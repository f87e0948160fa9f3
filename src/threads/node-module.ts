/** The parts of node:worker_threads and node:os that are used. */
export interface NodeWorker {
  on(event: string, listener: (value: unknown) => void): void;
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  terminate(): Promise<number>;
  ref(): void;
  unref(): void;
}
interface NodeModules {
  "node:worker_threads": { Worker: new (source: string, options: { eval: true }) => NodeWorker };
  "node:os": { availableParallelism(): number };
}

/** Node's own modules where there are some, without an import that a bundler for browsers would stumble over. */
export function nodeModule<K extends keyof NodeModules>(name: K): NodeModules[K] | undefined {
  const process = (globalThis as { process?: { getBuiltinModule?: (name: K) => NodeModules[K] } }).process;
  return process?.getBuiltinModule?.(name);
}
