import type { RacePoint, SamplePoint } from "../model/race-points.ts";
import { duration, scientific, whole } from "../ui/format.ts";

/** The chart in words. */
export function describeRace(points: readonly RacePoint[], samples: readonly SamplePoint[]): string {
  const last = samples.at(-1);
  const sampling =
    last &&
    `sampling: ${scientific(last.error)} after ${whole(last.samples)} samples in ${duration(last.seconds)}`;
  const estimates = points.map(
    ({ label, error, seconds }) => `${label}: ${scientific(error)} after ${duration(seconds)}`,
  );
  return `Error against time. ${[sampling, ...estimates].filter(Boolean).join("; ")}`;
}
