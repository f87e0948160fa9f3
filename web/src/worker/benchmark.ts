import type { Report } from "../../../bench/runtimes/report.ts";
import type { measureRuntime } from "../../../bench/runtimes/suite.ts";
import type { Progress } from "../protocol/jobs.ts";

/** The benchmark that the package ships. */
export async function benchmark(
  { quick }: { quick: boolean },
  tell: (event: Progress) => void,
): Promise<Report> {
  // @ts-expect-error: one file without declarations.
  const shipped: { measureRuntime: typeof measureRuntime } = await import("../../../dist/bench.js");
  return shipped.measureRuntime({
    quick,
    onProgress: ({ done, total }) => tell({ type: "progress", stage: "measuring", done: done / total }),
  });
}
