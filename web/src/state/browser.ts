import { signal } from "@preact/signals";
import type { Report } from "../../../bench/runtimes/report.ts";
import { Job } from "./job.ts";
import { runner } from "./workers.ts";

export const job = new Job();
export const report = signal<Report | null>(null);

export function measure(quick: boolean): Promise<void> {
  return job.run(async (watch) => {
    report.value = await runner.run("benchmark", { quick }, watch);
  });
}
