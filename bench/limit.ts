import { readFileSync } from "node:fs";
import type { Dtype } from "../src/backend/dtype.ts";
import type { Task } from "./rounds.ts";

/** Short enough for the first-level cache: 256 × (5 + 2·2) f64 are 18 KiB. */
const DEPTH = 256;
/** Tiles in one run. */
const CALLS = 200;

const SHAPES = [
  { name: "tile4x2", rows: 4, vectors: 2 },
  { name: "tile5x2", rows: 5, vectors: 2 },
] as const;

/** The bare micro-kernels of that type; the fastest of them is the limit. */
export function limitTasks(dtype: Dtype): Task[] {
  const module = new WebAssembly.Module(readFileSync("build/limit.wasm"));
  const { exports } = new WebAssembly.Instance(module, { env: { abort: () => {} } });
  const memory = exports.memory as WebAssembly.Memory;
  memory.grow(4);
  const base = (exports.heapBase as () => number)() + 64;
  const ones = dtype === "f32" ? new Float32Array(memory.buffer) : new Float64Array(memory.buffer);
  ones.fill(1 / 3, Math.ceil(base / ones.BYTES_PER_ELEMENT));
  return SHAPES.map(({ name, rows, vectors }) => {
    const kernel = exports[`${name}_${dtype}`] as (...values: number[]) => void;
    const lanes = dtype === "f32" ? 4 : 2;
    return {
      name: `limit ${dtype} ${rows}×${vectors * lanes}`,
      flops: 2 * DEPTH * rows * vectors * lanes * CALLS,
      run: () => {
        kernel(CALLS, DEPTH, base, base + 32768, base + 65536);
      },
    };
  });
}
