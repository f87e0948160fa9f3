import { Engine } from "kprop";

/** The same for estimates and samples, so that a race is fair: estimates on several threads need an isolated page. */
export const THREADS = crossOriginIsolated ? navigator.hardwareConcurrency : 1;

/** Its threads stay as long as this worker: starting them takes longer than many an estimate. */
const engine = new Engine();

/** Where everything here computes. */
export const HERE = { threads: THREADS, engine } as const;

/** Starts the threads before they are needed. */
export async function startThreads(): Promise<void> {
  if (THREADS > 1) await engine.withTeam(THREADS, async () => true);
}
