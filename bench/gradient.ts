/** What a gradient costs: how many times an estimate's time its value and gradient together take, on one thread and on all. */
import { availableParallelism } from "node:os";
import { DTYPES } from "../src/backend/dtype.ts";
import { randomNetwork } from "../src/sampling/random-network.ts";
import { compare } from "./compare.ts";
import { estimateTask } from "./tasks/estimates.ts";
import { gradientTask } from "./tasks/gradients.ts";
import type { Task } from "./tasks/task.ts";

const METHODS = [
  { width: 256, order: 1, kind: "simple" },
  { width: 256, order: 2, kind: "simple" },
  { width: 256, order: 2, kind: "augment" },
  { width: 256, order: 3, kind: "simple" },
  { width: 512, order: 2, kind: "simple" },
  { width: 512, order: 3, kind: "simple" },
] as const;

const pairs: [Task, Task][] = [];
for (const dtype of DTYPES) {
  for (const { width, order, kind } of METHODS) {
    const network = await randomNetwork({ width, depth: 4, outputs: 10, seed: 1 });
    for (const threads of new Set([1, availableParallelism()])) {
      const options = { order, kind, dtype, threads };
      pairs.push([
        gradientTask(`n=${width}`, network, options),
        estimateTask(`n=${width}`, network, options),
      ]);
    }
  }
}
await compare(["with gradient", "estimate"], pairs);
