/** What relaxed SIMD gains: how many times faster than strict products, sampler and estimates are, on one thread. */
import { DTYPES, type Dtype } from "../src/backend/dtype.ts";
import { compiledKernels } from "../src/backend/kernels.ts";
import type { Precision } from "../src/backend/precision.ts";
import { randomNetwork } from "../src/sampling/random-network.ts";
import { compare } from "./compare.ts";
import { estimateTask } from "./tasks/estimates.ts";
import { squareTask } from "./tasks/products.ts";
import { samplerTask } from "./tasks/sampling.ts";
import { librarySpace } from "./tasks/space.ts";
import type { Task } from "./tasks/task.ts";

if ((await compiledKernels("relaxed")).precision !== "relaxed") {
  throw new Error("no relaxed SIMD here; Node 20 has it with --experimental-wasm-relaxed-simd");
}
const network = await randomNetwork({ width: 256, depth: 4, seed: 1 });

async function tasks(dtype: Dtype, precision: Precision): Promise<Task[]> {
  const space = await librarySpace(precision);
  const options = { dtype, precision, threads: 1 };
  return [
    squareTask(space, dtype, 256),
    squareTask(space, dtype, 512),
    samplerTask(network, { ...options, samples: 4096 }),
    estimateTask("n=256", network, { ...options, order: 2, kind: "simple" }),
    estimateTask("n=256", network, { ...options, order: 3, kind: "simple" }),
  ];
}

const pairs: [Task, Task][] = [];
for (const dtype of DTYPES) {
  const [strict, relaxed] = [await tasks(dtype, "strict"), await tasks(dtype, "relaxed")];
  strict.forEach((task, i) => {
    pairs.push([task, relaxed[i]!]);
  });
}
await compare(["strict", "relaxed"], pairs);
