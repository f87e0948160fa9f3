import { setImmediate as nextTurn } from "node:timers/promises";
import type { Groundwork, Point } from "./experiment.ts";
import { Progress } from "./progress.ts";
import type { Results } from "./results.ts";

/**
 * Runs the points whose rows are not there yet, one after another, and keeps each one's rows as it is done.
 *
 * @throws the signal's reason when aborted; what was done by then is kept
 */
export async function runPoints(
  label: string,
  points: readonly Point[],
  results: Results,
  signal: AbortSignal,
): Promise<void> {
  const order = points.map(({ name }) => name);
  const pending = points.filter(({ name }) => !results.has(name));
  if (pending.length === 0) return;
  const costs = await costsOf(pending);
  const progress = new Progress(
    label,
    [...costs.values()].reduce((a, b) => a + b),
  );
  try {
    for (const point of pending) {
      const { groundwork } = point;
      if (groundwork && costs.has(groundwork.name)) {
        await progress.during(groundwork.name, costs.get(groundwork.name)!, (onProgress) =>
          groundwork.ensure({ signal, onProgress }),
        );
        costs.delete(groundwork.name);
      }
      const rows = await progress.during(point.name, costs.get(point.name)!, (onProgress) =>
        point.run({ signal, onProgress }),
      );
      await results.add(point.name, rows, order);
      // A signal is seen only between turns of the event loop.
      await nextTurn();
      signal.throwIfAborted();
    }
  } finally {
    progress.stop();
  }
}

/** What is to be done, by name; what several points need is done once. */
async function costsOf(points: readonly Point[]): Promise<Map<string, number>> {
  const groundworks = points.flatMap(({ groundwork }) => (groundwork ? [groundwork] : []));
  const costs = new Map<string, number>();
  for (const { name, cost } of distinct(groundworks)) costs.set(name, await cost());
  for (const { name, cost } of points) costs.set(name, await cost());
  return costs;
}

function distinct(groundworks: readonly Groundwork[]): Iterable<Groundwork> {
  return new Map(groundworks.map((each) => [each.name, each])).values();
}
