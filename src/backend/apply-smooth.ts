import { type RealFunction, SMOOTH, type Smooth } from "../activations/smooth.ts";
import { KpropError } from "../errors.ts";
import type { Arena } from "./arena.ts";
import type { Dtype } from "./dtype.ts";
import { bytesPerElement } from "./dtype.ts";
import type { Pointer } from "./instance.ts";

/** Rows of numbers in memory: element (i, c) is at `pointer + (i · ld + c) · bytes`. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly pointer: Pointer;
  readonly ld: number;
}

/** `smooth_f32` or `smooth_f64` of assembly/smooth.ts. */
export type SmoothKernel = (code: number, rows: number, columns: number, z: Pointer, ld: number) => void;

/**
 * z ← f(z) for every element, by the kernel, or number by number in JavaScript for a caller's own function.
 *
 * @throws KpropError `not-finite` if the caller's function gives anything but a finite number
 */
export function applySmooth(
  of: Smooth | RealFunction,
  z: Rows,
  { arena, dtype, kernel }: { arena: Arena; dtype: Dtype; kernel: SmoothKernel },
): void {
  if (typeof of !== "function") {
    kernel(SMOOTH.indexOf(of), z.rows, z.columns, z.pointer, z.ld);
    return;
  }
  for (let i = 0; i < z.rows; i++) {
    const row = arena[dtype](z.pointer + i * z.ld * bytesPerElement(dtype), z.columns);
    row.forEach((x, c) => {
      row[c] = finite(of(x), x, of);
    });
  }
}

function finite(value: unknown, x: number, of: RealFunction): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const name = of.name ? `activation ${of.name}` : "activation function";
  throw new KpropError("not-finite", `the ${name} gives ${String(value)} at ${x}; expected a finite number`);
}
