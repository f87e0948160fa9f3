import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Dtype } from "../src/backend/dtype.ts";
import type { Task } from "./tasks/task.ts";

const NETWORK = "test/networks/he-relu-256x4.safetensors";

/** Import, compile, instantiate and estimate in a process of its own, which keeps no compiled code. */
export function coldStart(dtype: Dtype): Task {
  return {
    name: `cold start ${dtype} n=256 order 2 simple`,
    dtype,
    flops: null,
    async: true,
    run: async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [
        "bench/cold-child.mjs",
        NETWORK,
        dtype,
      ]);
      return { overriddenDuration: Number(stdout) };
    },
  };
}
