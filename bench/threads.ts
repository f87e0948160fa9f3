/** What all cores gain: how many times faster estimates and sampling are than on one, and what could be gained at most. */
import { availableParallelism } from "node:os";
import { DTYPES } from "../src/backend/dtype.ts";
import { randomNetwork } from "../src/sampling/random-network.ts";
import { compare } from "./compare.ts";
import { estimateTask } from "./tasks/estimates.ts";
import { programTasks } from "./tasks/programs.ts";
import { samplerTask } from "./tasks/sampling.ts";
import type { Task } from "./tasks/task.ts";

const threads = availableParallelism();
const ESTIMATES = [
  { width: 256, order: 3, kind: "simple" },
  { width: 256, order: 3, kind: "augment-tree" },
  { width: 256, order: 3, kind: "augment" },
  { width: 512, order: 2, kind: "simple" },
  { width: 512, order: 3, kind: "simple" },
] as const;

const programs = await programTasks(threads);
const pairs: [Task, Task][] = [programs.pair];
for (const dtype of DTYPES) {
  for (const { width, order, kind } of ESTIMATES) {
    const network = await randomNetwork({ width, depth: 4, seed: 1 });
    const task = (count: number) =>
      estimateTask(`n=${width}`, network, { order, kind, dtype, threads: count });
    pairs.push([task(1), task(threads)]);
  }
  const network = await randomNetwork({ width: 256, depth: 4, seed: 1 });
  const sampling = (count: number) => samplerTask(network, { samples: 2 ** 15, dtype, threads: count });
  pairs.push([sampling(1), sampling(threads)]);
}
await compare(["1 thread", `${threads} threads`], pairs);
programs.end();
