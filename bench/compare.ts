import { measure } from "./measure.ts";
import { median, ratio } from "./statistics.ts";
import { digits, table } from "./table.ts";
import type { Task } from "./tasks/task.ts";

const ROUNDS = { rounds: 15, slowRounds: 5 };

/** Prints a table of pairs of the same task done in two ways: milliseconds of each, and how many times faster the second is. */
export async function compare(
  ways: readonly [string, string],
  pairs: readonly [Task, Task][],
): Promise<void> {
  const lines = [["", ...ways.map((way) => `${way}, ms`), "gain"]];
  for (const [first, second] of pairs) {
    // Alone, so that neither has the caches of other rows against it.
    const other = { ...second, name: `${second.name} ${ways[1]}` };
    const [before, after] = await measure([{ references: [first], tasks: [other] }], {
      ...ROUNDS,
      say: () => {},
    });
    const gain = ratio(after!.beside.get(first)!, after!.times);
    const times = [before!, after!].map(({ times }) => digits(median(times)));
    lines.push([first.name, ...times, `${gain.toFixed(2)}×`]);
    process.stderr.write(`${first.name}\n`);
  }
  console.log(table(lines, process.argv.includes("--markdown")));
}
