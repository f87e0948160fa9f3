import { bytesPerElement, type Dtype } from "../../src/backend/dtype.ts";
import { filled, type Space } from "./space.ts";
import type { Task } from "./task.ts";

/** Short enough for the first-level cache: 256 × (5 + 2·2) f64 are 18 KiB. */
const DEPTH = 256;
/** Tiles in one run. */
const CALLS = 200;

const TILES = [
  { name: "tile4x2", rows: 4, vectors: 2 },
  { name: "tile5x2", rows: 5, vectors: 2 },
] as const;

/** Bare multiply-add tiles; the fastest of them is the limit. */
export function limitTasks(bare: Space, dtype: Dtype): Task[] {
  const lanes = 16 / bytesPerElement(dtype);
  return TILES.map(({ name, rows, vectors }) => {
    const tile = bare.kernels[`${name}_${dtype}`]!;
    const columns = vectors * lanes;
    const [a, b] = [filled(bare, dtype, DEPTH * rows), filled(bare, dtype, DEPTH * columns)];
    const c = filled(bare, dtype, rows * columns);
    return {
      name: `limit ${dtype} ${rows}×${columns}`,
      dtype,
      flops: 2 * DEPTH * rows * columns * CALLS,
      async: false,
      run: () => tile(CALLS, DEPTH, a, b, c),
    };
  });
}
