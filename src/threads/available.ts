import { nodeModule } from "./node-module.ts";

/** Less work than this, in FLOPs, is done before threads have begun. */
export const LEAST_SHARED = 2 ** 29;

/** The least work that is shared: a caller's own engine has its threads running from the second call on. */
export function leastShared(engine: unknown): number {
  return engine === undefined ? LEAST_SHARED : LEAST_SHARED / 4;
}

let known: number | undefined;

/** How many threads can compute at the same time here; 1 where no other thread can be started. The system is asked once. */
export function availableThreads(): number {
  known ??= countThreads();
  return known;
}

function countThreads(): number {
  if (typeof Worker !== "function" && nodeModule("node:worker_threads") === undefined) return 1;
  const cores = globalThis.navigator?.hardwareConcurrency ?? nodeModule("node:os")?.availableParallelism();
  return Math.max(1, cores ?? 1);
}

/** Whether threads can share memory: in browsers only pages that are isolated from other origins have any. */
export function canShareMemory(): boolean {
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated;
  return typeof SharedArrayBuffer === "function" && isolated !== false;
}
